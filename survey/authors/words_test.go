package authors_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey/authors"
)

// Every list that code looks words up in is there, in both languages; there is no list that nobody looks in.
func TestListsAreThere(t *testing.T) {
	text, err := os.ReadFile("words.txt")
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, heading := range regexp.MustCompile(`(?m)^\[(.+)\]$`).FindAllStringSubmatch(string(text), -1) {
		there = append(there, heading[1])
	}
	var want []string
	for _, about := range authors.Never {
		want = append(want, "never."+about+" sv", "never."+about+" en")
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`(?:find|findIn|index|has)\("([a-z]+)"|listed\(\)\["([a-z]+) "`)
	for _, name := range names {
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range asked.FindAllStringSubmatch(string(code), -1) {
			list := call[1] + call[2]
			want = append(want, list+" sv")
			if list != "known" { // only Swedish texts are looked through for long words
				want = append(want, list+" en")
			}
		}
	}
	slices.Sort(there)
	slices.Sort(want)
	if want = slices.Compact(want); !slices.Equal(there, want) {
		t.Errorf("there are the lists\n%s\nand code asks for\n%s", strings.Join(there, "\n"), strings.Join(want, "\n"))
	}
}
