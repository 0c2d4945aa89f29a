package survey_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "fragebatteri"

// may says what each package may import: packages of ours by their folder, and
// of the outside world everything that begins with these words. The standard
// library is open to all.
var may = map[string]struct{ ours, outside []string }{
	"i18n":             {outside: []string{"github.com/nicksnyder/go-i18n", "golang.org/x/text"}},
	"i18n/review":      {ours: []string{"i18n", "survey/files", "survey/typed"}, outside: []string{"github.com/xuri/excelize"}},
	"locales":          {},
	"static":           {},
	"survey":           {},
	"survey/treblock":  {},
	"survey/audio":     {ours: []string{"survey", "survey/files"}},
	"survey/files":     {},
	"survey/qr":        {outside: []string{"github.com/skip2/go-qrcode"}},
	"survey/passkey":   {ours: []string{"survey"}, outside: []string{"github.com/go-webauthn/webauthn"}},
	"survey/paper":     {ours: []string{"i18n", "locales", "static", "survey", "survey/documents", "survey/guide", "survey/qr", "survey/treblock"}},
	"survey/authors":   {ours: []string{"survey"}},
	"survey/batteries": {ours: []string{"survey"}},
	"survey/frozen":    {ours: []string{"i18n", "i18n/review", "locales", "survey", "survey/batteries", "survey/files"}},
	"survey/typed":     {ours: []string{"survey"}, outside: []string{"golang.org/x/net/idna", "golang.org/x/text/unicode/norm"}},
	"survey/places":    {ours: []string{"survey", "survey/typed"}},
	"survey/xlsform":   {ours: []string{"i18n", "locales", "survey", "survey/authors", "survey/typed"}, outside: []string{"github.com/xuri/excelize"}},
	"survey/register":  {ours: []string{"survey", "survey/typed"}, outside: []string{"github.com/xuri/excelize"}},
	"survey/sqlite":    {ours: []string{"survey", "survey/files"}, outside: []string{"modernc.org/sqlite"}},
	"survey/release":   {ours: []string{"survey", "survey/treblock"}},
	"survey/attack":    {ours: []string{"survey", "survey/treblock", "survey/release"}},
	"survey/export":    {ours: []string{"survey", "survey/treblock", "survey/release", "survey/findings"}, outside: []string{"github.com/xuri/excelize"}},
	"survey/honesty":   {ours: []string{"survey", "survey/release"}},
	"survey/sealing":   {ours: []string{"survey", "survey/treblock", "survey/attack", "survey/files", "survey/honesty", "survey/release", "survey/typed"}, outside: []string{"filippo.io/age"}},
	"survey/forecast":  {ours: []string{"survey", "survey/treblock", "survey/release"}},
	"survey/plan":      {ours: []string{"survey", "survey/typed"}},
	"survey/findings":  {ours: []string{"survey", "survey/treblock", "survey/release"}},
	"survey/wording":   {ours: []string{"i18n", "survey", "survey/authors"}},
	"survey/guide":     {ours: []string{"i18n", "survey"}},
	"survey/documents": {ours: []string{"i18n", "survey", "survey/release", "survey/treblock"}},
	"survey/web": {ours: []string{
		"i18n", "i18n/review", "locales", "survey", "survey/audio", "survey/openid", "survey/web/api", "survey/web/page", "survey/web/participant", "survey/web/results",
		"survey/web/staff", "survey/web/staff/ambassador", "survey/web/staff/drafting", "survey/web/staff/municipality", "survey/web/staff/reader",
		"survey/web/staff/steward", "survey/xlsform",
	}},
	"survey/web/api": {
		ours:    []string{"i18n", "locales", "survey", "survey/findings", "survey/release", "survey/export", "survey/web/page", "survey/web/results"},
		outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/web/page": {ours: []string{"i18n", "static", "survey"}, outside: []string{"github.com/gin-gonic/gin"}},
	"survey/web/participant": {
		ours:    []string{"i18n", "locales", "survey", "survey/audio", "survey/web/page", "survey/web/results"},
		outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/web/staff/ambassador": {
		ours:    []string{"survey", "survey/guide", "survey/paper", "survey/qr", "survey/web/page", "survey/web/staff"},
		outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/web/staff/municipality": {
		ours: []string{
			"i18n", "locales", "survey", "survey/documents", "survey/paper", "survey/web/page", "survey/web/results", "survey/web/staff",
		}, outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/web/staff/steward": {
		ours: []string{
			"i18n", "locales", "survey", "survey/authors", "survey/forecast", "survey/paper", "survey/places", "survey/plan", "survey/register",
			"survey/treblock", "survey/typed", "survey/wording", "survey/web/page", "survey/web/results", "survey/web/staff", "survey/xlsform",
		},
		outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/web/staff/drafting": {
		ours:    []string{"i18n", "survey", "survey/authors", "survey/paper", "survey/typed", "survey/web/page", "survey/web/staff", "survey/wording"},
		outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/web/staff": {ours: []string{"i18n", "locales", "survey", "survey/authors", "survey/openid", "survey/paper", "survey/passkey", "survey/qr", "survey/typed", "survey/web/page"}, outside: []string{"github.com/gin-gonic/gin"}},
	"survey/web/staff/reader": {
		ours:    []string{"i18n", "i18n/review", "locales", "survey", "survey/audio", "survey/web/page", "survey/web/staff"},
		outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/web/results": {
		ours: []string{
			"i18n", "locales", "survey", "survey/wording", "survey/treblock", "survey/release", "survey/findings", "survey/export",
			"survey/web/page", "survey/web/chart",
		},
		outside: []string{"github.com/gin-gonic/gin"},
	},
	"survey/offline": {
		ours: []string{
			"i18n", "static", "survey", "survey/paper", "survey/release", "survey/sealing", "survey/typed", "survey/web/page", "survey/wording",
		},
		outside: []string{"github.com/ccojocar/zxcvbn-go", "github.com/gin-gonic/gin"},
	},
	"survey/web/chart":       {},
	"survey/surveytest/tool": {},
	"survey/openid": {
		ours:    []string{"survey", "survey/files"},
		outside: []string{"github.com/coreos/go-oidc", "github.com/go-jose/go-jose", "golang.org/x/oauth2"},
	},
	"survey/openid/openidtest":   {ours: []string{"survey", "survey/openid"}, outside: []string{"github.com/go-jose/go-jose"}},
	"survey/release/releasetest": {ours: []string{"survey", "survey/release"}},
	"survey/surveytest":          {ours: []string{"i18n", "locales", "survey", "survey/batteries", "survey/places", "survey/release", "survey/sqlite", "survey/treblock"}},
	"survey/webtest":             {ours: []string{everything}, outside: []string{"github.com/PuerkitoBio/goquery"}},
	"survey/browsertest":         {ours: []string{everything}, outside: []string{"github.com/chromedp", "github.com/PuerkitoBio/goquery"}},
	"cmd/fragebatteri/operator":  {ours: []string{"survey"}},
	"cmd/fragebatteri":           {ours: []string{everything}, outside: []string{"golang.org/x/term"}},
}

// everything stands for all packages of ours, for those that put them together.
const everything = "*"

// longestFile is how many lines a file may have.
const longestFile = 400

// repository is where the tests look for rules that are broken.
var repository = os.DirFS("..")

func TestImportRule(t *testing.T) {
	for _, fault := range importFaults(t, repository) {
		t.Error(fault)
	}
}

// cookieless are the packages whose pages are for people who are not staff: they set no cookie and
// read none.
var cookieless = []string{"survey/web", "survey/web/api", "survey/web/page", "survey/web/participant", "survey/web/results"}

func TestNoCookies(t *testing.T) {
	for _, fault := range cookieFaults(t, repository) {
		t.Error(fault)
	}
	for _, source := range []string{`c.SetCookie("a")`, `r.Cookie("a")`, `r.Cookies()`, `http.SetCookie(w, nil)`, `h.Set("Set-Cookie", "a")`, `h.Get("cookie")`, `c.SetCookieData(nil)`, `_ = http.Cookie{}`} {
		file := &fstest.MapFile{Data: []byte("package p\nfunc f() { " + source + " }\n")}
		if faults := cookieFaults(t, fstest.MapFS{"survey/web/participant/a.go": file}); len(faults) != 1 {
			t.Errorf("of %s it finds %q", source, faults)
		}
	}
}

// cookieFaults lists where those packages have anything to do with cookies.
func cookieFaults(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var faults []string
	for _, name := range goFiles(t, fsys) {
		if strings.HasSuffix(name, "_test.go") || !slices.Contains(cookieless, path.Dir(name)) {
			continue
		}
		ast.Inspect(parse(t, fsys, name, parser.SkipObjectResolution), func(n ast.Node) bool {
			word := ""
			switch n := n.(type) {
			case *ast.SelectorExpr:
				word = n.Sel.Name
			case *ast.BasicLit:
				word = n.Value
			}
			if strings.Contains(strings.ToLower(word), "cookie") {
				faults = append(faults, fmt.Sprintf("%s has to do with cookies: %s", name, word))
			}
			return true
		})
	}
	return faults
}

func TestImportRuleIsEnforced(t *testing.T) {
	source := func(imports ...string) *fstest.MapFile {
		text := "package p\n"
		for _, name := range imports {
			text += fmt.Sprintf("import _ %q\n", name)
		}
		return &fstest.MapFile{Data: []byte(text)}
	}
	for name, file := range map[string]*fstest.MapFile{
		"survey/a.go":          source("fragebatteri/survey/sqlite"),
		"survey/b.go":          source("golang.org/x/text/language"),
		"survey/web/a.go":      source("fragebatteri/survey/sqlite"),
		"survey/web/b.go":      source("fragebatteri/survey/sealing"),
		"survey/sealing/a.go":  source("github.com/gin-gonic/gin"),
		"survey/release/a.go":  source("fragebatteri/survey/releases"),
		"survey/treblock/a.go": source("fragebatteri/survey"),
		"survey/export/a.go":   source("github.com/xuri/excelizer"),
		"survey/util/a.go":     source("fmt"),

		"survey/web/participant/a.go": source("fragebatteri/survey/web/staff"),
		"survey/web/results/a.go":     source("fragebatteri/survey/web/participant"),
	} {
		if faults := importFaults(t, fstest.MapFS{name: file}); len(faults) != 1 {
			t.Errorf("%s: found %q, want one fault", name, faults)
		}
	}
	good := fstest.MapFS{
		"survey/a.go":           source("fmt", "crypto/hpke"),
		"survey/a_test.go":      source("fragebatteri/survey/sqlite"),
		"survey/web/page/a.go":  source("fragebatteri/survey", "github.com/gin-gonic/gin/binding"),
		"cmd/fragebatteri/a.go": source("fragebatteri/survey/sealing", "fragebatteri/survey/sqlite"),
	}
	if faults := importFaults(t, good); len(faults) != 0 {
		t.Errorf("found %q where nothing is wrong", faults)
	}
}

// What is built in is read by the command, which lays what a data folder has of its own over it, and by
// tests. Everything else is given what it works with.
func TestOnlyTheCommandReadsWhatIsBuiltIn(t *testing.T) {
	readers := map[string]bool{}
	for _, name := range goFiles(t, repository) {
		if strings.HasSuffix(name, "_test.go") || path.Dir(name) == "survey/surveytest" || path.Dir(name) == "survey/webtest" {
			continue
		}
		text, err := fs.ReadFile(repository, name)
		ok(t, err)
		if strings.Contains(string(text), "locales.Files") || strings.Contains(string(text), "batteries.Embedded") {
			readers[name] = true
		}
	}
	if len(readers) != 1 || !readers["cmd/fragebatteri/content.go"] {
		t.Errorf("what is built in is read in %v; only cmd/fragebatteri/content.go may", readers)
	}
}

// importFaults lists the imports that the table does not allow. Tests may
// import everything.
func importFaults(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var faults []string
	for _, name := range goFiles(t, fsys) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		folder := path.Dir(name)
		rule, known := may[folder]
		if !known {
			faults = append(faults, fmt.Sprintf("%s is in a folder that has no place in the design", name))
			continue
		}
		for _, spec := range parse(t, fsys, name, parser.ImportsOnly).Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			ok(t, err)
			if ours, is := strings.CutPrefix(imported, module+"/"); is {
				if !slices.Contains(rule.ours, ours) && !slices.Contains(rule.ours, everything) {
					faults = append(faults, fmt.Sprintf("%s imports %s, which %s must not know", name, imported, folder))
				}
				continue
			}
			standard := !strings.Contains(strings.Split(imported, "/")[0], ".")
			if !standard && !slices.ContainsFunc(rule.outside, func(root string) bool { return imported == root || strings.HasPrefix(imported, root+"/") }) {
				faults = append(faults, fmt.Sprintf("%s imports %s from outside, which has no place there", name, imported))
			}
		}
	}
	return faults
}

// goFiles lists the Go files of the repository.
func goFiles(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var names []string
	ok(t, fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case entry.IsDir() && (base == "testdata" || len(base) > 1 && base[0] == '.'):
			return fs.SkipDir
		case !entry.IsDir() && path.Ext(name) == ".go":
			names = append(names, name)
		}
		return nil
	}))
	if len(names) == 0 {
		t.Fatal("there are no Go files here")
	}
	return names
}

func parse(t *testing.T, fsys fs.FS, name string, mode parser.Mode) *ast.File {
	t.Helper()
	text, err := fs.ReadFile(fsys, name)
	ok(t, err)
	file, err := parser.ParseFile(token.NewFileSet(), name, text, mode)
	ok(t, err)
	return file
}

func TestFilesAreShort(t *testing.T) {
	for _, name := range goFiles(t, repository) {
		text, err := fs.ReadFile(repository, name)
		ok(t, err)
		if lines := strings.Count(string(text), "\n"); lines > longestFile {
			t.Errorf("%s has %d lines; split it by what it is about", name, lines)
		}
	}
}

func TestExportedNamesAreExplained(t *testing.T) {
	for _, name := range goFiles(t, repository) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, missing := range unexplained(parse(t, repository, name, parser.ParseComments)) {
			t.Errorf("%s: %s has no doc comment", name, missing)
		}
	}
	bare := fstest.MapFS{"a.go": {Data: []byte("package p\nfunc F() {}\ntype T int\nfunc (T) M() {}\nconst C = 1\nfunc (T) String() string { return \"\" }\n// G is explained.\nfunc G() {}\n")}}
	if found := unexplained(parse(t, bare, "a.go", parser.ParseComments)); !slices.Equal(found, []string{"F", "T", "M", "C"}) {
		t.Errorf("of a file without comments it finds %v", found)
	}
}

// unexplained lists the exported names of a file without a doc comment.
func unexplained(file *ast.File) []string {
	var missing []string
	note := func(name *ast.Ident, docs ...*ast.CommentGroup) {
		explained := slices.ContainsFunc(docs, func(d *ast.CommentGroup) bool { return d != nil })
		if name.IsExported() && !explained {
			missing = append(missing, name.Name)
		}
	}
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if !selfExplaining(d) {
				note(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					note(s.Name, d.Doc, s.Doc)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						note(name, d.Doc, s.Doc, s.Comment)
					}
				}
			}
		}
	}
	return missing
}

// selfExplaining methods need no comment: those that the standard library asks
// for, and those of a type that nobody outside can name.
func selfExplaining(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return false
	}
	of := d.Recv.List[0].Type
	if star, is := of.(*ast.StarExpr); is {
		of = star.X
	}
	if name, is := of.(*ast.Ident); is && !name.IsExported() {
		return true
	}
	return slices.Contains([]string{"Error", "Unwrap", "String"}, d.Name.Name)
}
