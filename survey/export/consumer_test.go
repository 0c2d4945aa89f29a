package export

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// consumed gives files to a script of testdata, which reads them with the programs of others, and
// decodes what it prints.
func consumed(t *testing.T, script string, given map[string][]byte, said any) {
	t.Helper()
	node := tool.Need(t, "node")
	modules, err := filepath.Abs(filepath.Join("..", "..", ".ci", "formats", "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(modules); err != nil {
		tool.Missing(t, modules)
	}
	dir := t.TempDir()
	for name, content := range given {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.CommandContext(t.Context(), node, filepath.Join("testdata", script), dir)
	run.Env = append(os.Environ(), "NODE_PATH="+modules)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%s: %v: %.2000s", script, err, out)
	}
	if err := json.Unmarshal(out, said); err != nil {
		t.Fatalf("%s printed %.200q: %v", script, out, err)
	}
}
