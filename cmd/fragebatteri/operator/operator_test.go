package operator

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/locales"
	"fragebatteri/survey"
)

// Every error that the program makes has words, which insert what the error carries and nothing
// else, and no words are left over. What only pages refuse is worded for those who read them, and what
// only open data refuses for those who use it.
func TestEveryErrorHasWords(t *testing.T) {
	var pages []byte
	for _, subject := range locales.Subjects {
		texts, err := fs.ReadFile(locales.Files, subject.Name+".sv.json")
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, texts...)
	}
	used := map[string]bool{}
	for _, f := range failures(t) {
		used[f.code] = true
		text, known := words[f.code]
		if !known {
			if strings.Contains(f.where, "/survey/web/") && slices.ContainsFunc([]string{"error.", "api.error."}, func(prefix string) bool {
				return strings.Contains(string(pages), `"`+prefix+f.code+`"`)
			}) {
				continue
			}
			t.Errorf("%s: there are no words for %s", f.where, f.code)
			continue
		}
		wanted := map[string]bool{}
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			wanted[found[1]] = true
		}
		for name := range wanted {
			if !slices.Contains(f.names, name) {
				t.Errorf("%s: the words of %s insert %s, which the error does not carry", f.where, f.code, name)
			}
		}
		for _, name := range f.names {
			if !wanted[name] {
				t.Errorf("%s: the error %s carries %s, which its words do not say", f.where, f.code, name)
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(words)) {
		if !used[code] {
			t.Errorf("no error has the code %s; remove its words", code)
		}
	}
	if len(used) < 100 {
		t.Errorf("only %d codes were found in the sources", len(used))
	}
}

// failure is a call of survey.Fail in the sources.
type failure struct {
	where, code string
	names       []string
}

func failures(t *testing.T) []failure {
	t.Helper()
	var found []failure
	files := token.NewFileSet()
	root := filepath.Join("..", "..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isFail(call.Fun) {
				found = append(found, read(t, files, call))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func isFail(called ast.Expr) bool {
	switch f := called.(type) {
	case *ast.Ident:
		return f.Name == "Fail"
	case *ast.SelectorExpr:
		of, ok := f.X.(*ast.Ident)
		return ok && of.Name == "survey" && f.Sel.Name == "Fail"
	}
	return false
}

func read(t *testing.T, files *token.FileSet, call *ast.CallExpr) failure {
	t.Helper()
	f := failure{where: files.Position(call.Pos()).String()}
	text := func(e ast.Expr) string {
		literal, ok := e.(*ast.BasicLit)
		if !ok {
			t.Fatalf("%s: codes and names of values are written out, so that they can be found", f.where)
		}
		value, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	f.code = text(call.Args[1])
	for i := 2; i < len(call.Args); i += 2 {
		f.names = append(f.names, text(call.Args[i]))
	}
	return f
}

// What people read ends with what to do, also of causes and of errors in errors.
func TestText(t *testing.T) {
	cause := survey.Fail(survey.Invalid, "round.name", "Name", "a\u00a0b")
	const says = `"a\u00a0b" is no name for a round; use letters, digits and dashes, as in 2026-H2`
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("plain"), "plain"},
		{cause, says},
		{fmt.Errorf("open x: %w", cause), "open x: " + says},
		{errors.Join(errors.New("line 1"), cause), "line 1\n" + says},
		{survey.Fail(survey.Conflict, "round.areas").Because(cause), words["round.areas"] + ": " + says},
		{Refusef("-x is missing; give it").Because(cause), "-x is missing; give it: " + says},
	} {
		if got := Text(c.err); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
