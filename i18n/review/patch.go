package review

import (
	"fmt"
	"io/fs"
	"strings"
)

// Patch returns what differs between two folders of locale files as a patch for the folder dir, as
// "git apply" takes it: in the files that both have, since what only one instance asks is nothing
// for others.
func Patch(dir string, from, to fs.FS) (string, error) {
	before, err := readAll(from)
	if err != nil {
		return "", err
	}
	after, err := readAll(to)
	if err != nil {
		return "", err
	}
	names, err := fs.Glob(from, "*.json")
	if err != nil {
		return "", err
	}
	var patch strings.Builder
	for _, name := range names {
		if other, ok := after[name]; ok && string(other) != string(before[name]) {
			path := dir + "/" + name
			fmt.Fprintf(&patch, "diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n", path, path, path, path)
			for _, h := range hunks(changed(lines(before[name]), lines(other))) {
				h.write(&patch)
			}
		}
	}
	return patch.String(), nil
}

func lines(text []byte) []string { return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") }

// line is one line of a comparison: ' ' where it is in both texts, '-' or '+' where it is in one.
type line struct {
	in   byte
	text string
}

// changed compares two texts line by line. Texts are laid over others member by member, so lines
// that are in both stand in the same order, and what differs is near: the longest common
// subsequence is looked for between what begins and what ends alike.
func changed(a, b []string) []line {
	var all, end []line
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		all = append(all, line{' ', a[0]})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		end = append(end, line{' ', a[len(a)-1]})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	common := make([][]int, len(a)+1) // how many lines are common to a[i:] and b[j:]
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			all = append(all, line{' ', a[i]})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[i+1][j] >= common[i][j+1]):
			all = append(all, line{'-', a[i]})
			i++
		default:
			all = append(all, line{'+', b[j]})
			j++
		}
	}
	for k := len(end) - 1; k >= 0; k-- {
		all = append(all, end[k])
	}
	return all
}

// around is how many lines a patch shows around what differs.
const around = 3

// hunk is a stretch of a comparison, and where it stands in both texts, counted from 1.
type hunk struct {
	from, to int
	lines    []line
}

// hunks returns what differs with the lines around it.
func hunks(all []line) []hunk {
	var found []hunk
	from, to, end := 1, 1, 0 // end is behind the last line that is in a hunk
	for k, l := range all {
		if l.in != ' ' {
			begin := max(k-around, end)
			if len(found) == 0 || begin > end {
				found = append(found, hunk{from: from - (k - begin), to: to - (k - begin)})
			}
			until := min(k+around+1, len(all))
			h := &found[len(found)-1]
			h.lines = append(h.lines, all[max(begin, end):until]...)
			end = until
		}
		if l.in != '+' {
			from++
		}
		if l.in != '-' {
			to++
		}
	}
	return found
}

func (h hunk) write(to *strings.Builder) {
	var removed, added int
	for _, l := range h.lines {
		if l.in != '+' {
			removed++
		}
		if l.in != '-' {
			added++
		}
	}
	fmt.Fprintf(to, "@@ -%d,%d +%d,%d @@\n", h.from, removed, h.to, added)
	for _, l := range h.lines {
		fmt.Fprintf(to, "%c%s\n", l.in, l.text)
	}
}
