package static

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

func TestWithoutComments(t *testing.T) {
	for _, c := range []struct{ ext, source, served string }{
		{".js", "// Why.\n(function () {\n  // What.\n  open('//svar.example') // stays\n\n})()\n", "(function () {\nopen('//svar.example') // stays\n})()"},
		{".css", "/* Two\n   lines. */\na {\n  color: red;\n}\n\n/* One. */\nb { content: \"//\"; }\n", "a{color: red;}b{content: \"//\";}"},
		{".svg", "<svg>\n  <!-- // -->\n</svg>\n", "<svg>\n  <!-- // -->\n</svg>\n"},
	} {
		if got := string(withoutComments(c.ext, []byte(c.source))); got != c.served {
			t.Errorf("%s is served as %q, want %q", c.ext, got, c.served)
		}
	}
}

// Pages have style sheets and scripts in them: nothing there may end the element, or begin a comment
// that hides its end.
func TestFilesCanStandInPages(t *testing.T) {
	assets, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for name := range assets.addresses {
		if ext := path.Ext(name); ext != ".css" && ext != ".js" {
			continue
		}
		looked++
		for _, mark := range []string{"</style", "</script", "<script", "<!--"} {
			if strings.Contains(strings.ToLower(assets.Text(name)), mark) {
				t.Errorf("%s has %s in it", name, mark)
			}
		}
	}
	if looked < 5 {
		t.Errorf("there are only %d style sheets and scripts", looked)
	}
}

// Space around braces and semicolons is taken out of style sheets, and would be out of texts too.
func TestStyleSheetsHaveNoTextsWithBraces(t *testing.T) {
	text := regexp.MustCompile(`(["'])[^"'\n]*(\s[{};]|[{};]\s)[^"'\n]*["']`)
	names, err := fs.Glob(files, "*.css")
	if err != nil || len(names) == 0 {
		t.Fatalf("style sheets: %q, %v", names, err)
	}
	for _, name := range names {
		source, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(source)) {
			if found := text.FindString(line); found != "" {
				t.Errorf("%s has the text %s", name, found)
			}
		}
	}
}

// A text between backticks could have lines that begin with two strokes, or with spaces.
func TestScriptsHaveNoTextsOfSeveralLines(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	scripts := 0
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".js") || entry.Name() == encoder {
			continue
		}
		scripts++
		source, err := files.ReadFile(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), "`") {
			t.Errorf("%s has a backtick", entry.Name())
		}
	}
	if scripts == 0 {
		t.Error("there are no scripts")
	}
}

// What is somebody else's is served byte for byte as it came, so that its licence is kept.
func TestEncoderIsServedAsItCame(t *testing.T) {
	assets, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	const came = "0be202ec162aa3042d5c5c4e6288ad326cff8cec7312c2894a0a91ad2f9aeda1"
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(assets.Text(encoder)))); sum != came {
		t.Errorf("%s is served with the SHA-256 %s", encoder, sum)
	}
}
