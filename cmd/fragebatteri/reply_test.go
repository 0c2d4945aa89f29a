package main

import (
	"context"
	"errors"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
)

// hasReply is the scripts' command replied DATA RELEASE LANG PARAGRAPH…: the
// reply to a release in a language has exactly these paragraphs.
func hasReply(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: replied DATA RELEASE LANG PARAGRAPH…")
	}
	in, err := here(ts.MkAbs(args[0]))
	ts.Check(err)
	replies, err := in.store.Replies(context.Background(), args[1])
	ts.Check(errors.Join(err, in.store.Close()))
	for _, reply := range replies {
		if reply.Language != args[2] {
			continue
		}
		if got := reply.Paragraphs(); !slices.Equal(got, args[3:]) {
			ts.Fatalf("the paragraphs are %q", got)
		}
		return
	}
	ts.Fatalf("there is no reply in %s", args[2])
}
