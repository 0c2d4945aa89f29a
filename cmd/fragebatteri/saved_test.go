package main

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// saves are the ways in which programs save a text, each from UTF-8 without a
// byte order mark.
var saves = map[string]func([]byte) ([]byte, error){
	"bom":     func(text []byte) ([]byte, error) { return append([]byte("\ufeff"), text...), nil },
	"nfd":     func(text []byte) ([]byte, error) { return norm.NFD.Bytes(text), nil },
	"old-mac": func(text []byte) ([]byte, error) { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r")), nil },
	"ansi":    charmap.Windows1252.NewEncoder().Bytes,
	"utf-16": func(text []byte) ([]byte, error) {
		return binary.Append(nil, binary.LittleEndian, utf16.Encode([]rune("\ufeff"+string(text))))
	},
}

// saveAs is the scripts' command saved-as HOW FROM TO.
func saveAs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || saves[args[0]] == nil {
		ts.Fatalf("usage: saved-as HOW FROM TO, with HOW among %v", slices.Sorted(maps.Keys(saves)))
	}
	text, err := saves[args[0]]([]byte(ts.ReadFile(args[1])))
	ts.Check(err)
	write(ts, args[2], text)
}
