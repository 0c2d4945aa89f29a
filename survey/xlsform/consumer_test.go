package xlsform_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/xlsform"
)

// modules returns where the programs of others are that read forms.
func modules(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join("..", "..", ".ci", "formats", "node_modules"))
	ok(t, err)
	if _, err := os.Stat(folder); err != nil {
		tool.Missing(t, folder)
	}
	return folder
}

// xform returns a form as the XML that phones load.
func xform(t testing.TB, f xlsform.Form) []byte {
	t.Helper()
	var out bytes.Buffer
	ok(t, xlsform.WriteXForm(&out, f, i18n.Languages))
	return out.Bytes()
}

// ODK Web Forms asks every question and option, in the words of each language.
func TestEngine(t *testing.T) {
	node, dir, f := tool.Need(t, "node"), t.TempDir(), formOf(t, "core@1")
	ok(t, os.WriteFile(filepath.Join(dir, "form.xml"), xform(t, f), 0o600))
	run := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "engine.mjs"), modules(t), dir)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("the engine: %v: %.2000s", err, out)
	}
	var said struct {
		Languages          map[string][]string
		Questions, Options int
	}
	ok(t, json.Unmarshal(out, &said))
	options := 0
	for _, q := range f.Battery.Questions {
		options += len(q.Values())
	}
	if said.Questions != len(f.Battery.Questions) || said.Options != options {
		t.Errorf("it asks %d questions with %d options, want %d with %d", said.Questions, said.Options, len(f.Battery.Questions), options)
	}
	for _, l := range i18n.Languages {
		name := l.Name + " (" + l.Tag + ")"
		if l.Tag == "fa-AF" {
			name = l.Name + " (prs)"
		}
		var want []string
		for _, q := range f.Battery.Questions {
			want = append(want, f.Word(l.Tag, q.ID))
			for _, option := range q.Values() {
				text := f.Word(l.Tag, q.TextKey(option))
				if text == "" {
					text = f.Around[l.Tag][q.TextKey(option)]
				}
				want = append(want, text)
			}
		}
		if got := said.Languages[name]; !slices.Equal(got, want) {
			t.Errorf("in %s it asks %q, want %q", name, got, want)
		}
	}
	if len(said.Languages) != len(i18n.Languages) {
		t.Errorf("it knows %d languages", len(said.Languages))
	}
}
