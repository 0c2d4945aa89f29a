package main

import (
	"context"
	"os"
	"testing"

	"fragebatteri/survey"
)

// copy returns a copy of a site in a folder of its own.
func (s site) copy(t *testing.T) site {
	t.Helper()
	c := site{dir: t.TempDir(), signer: s.signer}
	// What a killed process had written is there, on disk or in memory; memory is
	// several times faster.
	if dir, err := os.MkdirTemp("/dev/shm", "fragebatteri-crash-"); err == nil {
		c.dir = dir
		t.Cleanup(func() { os.RemoveAll(dir) })
	}
	if err := os.CopyFS(c.dir, os.DirFS(s.dir)); err != nil {
		t.Fatal(err)
	}
	return c
}

// open opens the data folder in this process and checks both of its files.
func (s site) open(t *testing.T) *instance {
	t.Helper()
	in, err := here(s.path("data"))
	if err != nil {
		t.Fatal(err)
	}
	if err := in.store.Check(context.Background()); err != nil {
		t.Error(err)
	}
	return in
}

func (in *instance) close(t *testing.T) {
	t.Helper()
	if err := in.store.Close(); err != nil {
		t.Fatal(err)
	}
}

// answer stores the made-up answers from one number up to another.
func (s site) answer(t *testing.T, code string, from, to int) {
	t.Helper()
	in := s.open(t)
	visit, err := in.Visit(context.Background(), code, "")
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < to; i++ {
		posted := survey.Posted{Nonce: survey.NewNonce(), Language: "sv", Form: form(i)}
		if err := in.Submit(context.Background(), visit, posted); err != nil {
			t.Error(err)
		}
	}
	in.close(t)
}

// pending returns the ciphertexts of a round, given by its name.
func (in *instance) pending(t *testing.T, name string) [][]byte {
	t.Helper()
	round, err := in.Round(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	answers, err := in.store.Pending(context.Background(), round.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ciphertexts [][]byte
	for _, answer := range answers {
		ciphertexts = append(ciphertexts, answer.Ciphertext)
	}
	return ciphertexts
}
