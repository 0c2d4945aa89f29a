package typed_test

import (
	"bytes"
	"testing"

	"fragebatteri/survey/typed"
)

// What is written is no formula to an office program, and is read again as it was.
func TestWriteCSV(t *testing.T) {
	cells := []string{"=1+1", "+46", "-", "@a", "'a", "'=a", "\ta", "a=b", "", "två; ord"}
	var file bytes.Buffer
	if err := typed.WriteCSV(&file, [][]string{{"a", "b"}, cells}); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffa;b\r\n'=1+1;'+46;'-;'@a;''a;''=a;'\ta;a=b;;\"två; ord\"\r\n"
	if file.String() != want {
		t.Errorf("the file is %q, want %q", file.String(), want)
	}
	for _, cell := range cells {
		if got := typed.Unguard(typed.Guard(cell)); got != cell {
			t.Errorf("%q is read again as %q", cell, got)
		}
	}
}
