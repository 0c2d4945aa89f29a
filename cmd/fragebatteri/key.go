package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/typed"
)

var signerNewCommand = command{"signer new", `fragebatteri signer new -o FILE [-passphrase-file F]
    Make the key that signs releases. Do this once, on the steward's computer, and
    keep FILE there. Prints the public key, which 'init' and 'verify' ask for. The
    passphrase is the one line of F, saved as UTF-8.
`, signerNew}

func signerNew(_ context.Context, a *app, args []string) error {
	f := newFlags()
	name := f.String("o", "", "")
	var files list
	f.Var(&files, "passphrase-file", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("o"); err != nil {
		return err
	}
	passphrases, err := a.newPassphrases(files, 1)
	if err != nil {
		return err
	}
	signer, err := release.NewSigner()
	if err != nil {
		return err
	}
	if err := sealing.WriteSigner(*name, signer, passphrases[0]); err != nil {
		return err
	}
	a.warnUnprotected(passphrases[0])
	return a.print(map[string]string{"public_key": string(signer.Public())})
}

var keyNewCommand = command{"key new", `fragebatteri key new -o FILE [-passphrase-file F] [-shares 2]
    Make the key of a round, on the steward's computer: one for each round. Prints
    the public key, which 'round open' asks for. With -shares 2 the key is split
    into FILE.1 and FILE.2; both are needed to seal, so that two organisations must
    agree. Give -passphrase-file twice for a passphrase of its own for each share.
`, keyNew}

func keyNew(_ context.Context, a *app, args []string) error {
	f := newFlags()
	name := f.String("o", "", "")
	shares := f.Int("shares", 1, "")
	var files list
	f.Var(&files, "passphrase-file", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("o"); err != nil {
		return err
	}
	if *shares < 1 || *shares > 9 {
		return operator.Refusef("a key can be split into 2 to 9 shares, not %d", *shares)
	}
	names := []string{*name}
	if *shares > 1 {
		names = nil
		for i := range *shares {
			names = append(names, fmt.Sprintf("%s.%d", *name, i+1))
		}
	}
	passphrases, err := a.newPassphrases(files, *shares)
	if err != nil {
		return err
	}
	key, err := survey.NewPrivateKey()
	if err != nil {
		return err
	}
	if err := sealing.WriteKey(names, key, passphrases); err != nil {
		return err
	}
	a.warnUnprotected(passphrases[0])
	a.tell("Keep %s where the server cannot reach it. Without it the round's answers can never be read.", strings.Join(names, " and "))
	return a.print(map[string]string{"public_key": string(key.Public())})
}

var keyCheckCommand = command{"key check", `fragebatteri key check FILE… [-passphrase-file F]
    Open a round's key, or all shares of it, and print its public key. Do this
    before a round starts: a key that cannot be opened loses the round.
`, keyCheck}

func keyCheck(_ context.Context, a *app, args []string) error {
	f := newFlags()
	var files list
	f.Var(&files, "passphrase-file", "")
	if err := f.parse(args, 1, 9); err != nil {
		return err
	}
	passphrases, err := readPassphrases(files)
	if err != nil {
		return err
	}
	key, err := sealing.ReadKey(f.rest, passphrases)
	if err != nil {
		return err
	}
	return a.print(map[string]string{"public_key": string(key.Public())})
}

// warnUnprotected warns of a key file that was made without a passphrase.
func (a *app) warnUnprotected(passphrase string) {
	if passphrase == "" {
		a.tell("The key file is not protected by a passphrase. Anybody who gets it can use it; protect it with -passphrase-file.")
	}
}

// newPassphrases returns n passphrases for new key files: from files, from the
// keyboard, or empty ones.
func (a *app) newPassphrases(files []string, n int) ([]string, error) {
	given, err := readPassphrases(files)
	if err != nil {
		return nil, err
	}
	if len(given) > n {
		return nil, operator.Refusef("%d passphrases were given for %d key files", len(given), n)
	}
	for i := range given {
		if given[i], err = typed.Passphrase([]byte(given[i])); err != nil {
			return nil, operator.Refusef("%s", files[i]).Because(err)
		}
	}
	if len(given) == 0 {
		if given, err = a.askNewPassphrase(); err != nil {
			return nil, err
		}
	}
	for len(given) < n {
		given = append(given, given[len(given)-1])
	}
	return given, nil
}

// askNewPassphrase asks twice at a terminal; elsewhere there is nobody to ask.
func (a *app) askNewPassphrase() ([]string, error) {
	terminal, ok := a.terminal()
	if !ok {
		return []string{""}, nil
	}
	first, err := a.ask(terminal, "Passphrase for the key file (empty for none): ")
	if err != nil || first == "" {
		return []string{""}, err
	}
	passphrase, err := typed.Passphrase([]byte(first))
	if err != nil {
		return nil, err
	}
	second, err := a.ask(terminal, "The same again: ")
	if err != nil {
		return nil, err
	}
	if first != second {
		return nil, operator.Refusef("the two passphrases differ; nothing was made, try again")
	}
	return []string{passphrase}, nil
}

// terminal returns the keyboard's file when a person is there.
func (a *app) terminal() (*os.File, bool) {
	file, _ := a.in.(*os.File)
	return file, isTerminal(a.in)
}

// isTerminal reports whether what a command reads from or writes to is a person's
// terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

func (a *app) ask(terminal *os.File, question string) (string, error) {
	fmt.Fprint(a.err, question)
	answer, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(a.err)
	if err != nil {
		return "", fmt.Errorf("read passphrase: %w", err)
	}
	return string(answer), nil
}

// mostPassphraseFile is the most bytes that a passphrase file has.
const mostPassphraseFile = 4096

// readPassphrases returns what is in passphrase files. One that is too long is
// refused: a part of a passphrase would make a key that the whole does not open.
func readPassphrases(files []string) ([]string, error) {
	var passphrases []string
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return nil, operator.Refusef("the passphrase file cannot be read; check -passphrase-file").Because(err)
		}
		content, err := io.ReadAll(io.LimitReader(file, mostPassphraseFile+1))
		_ = file.Close()
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if len(content) > mostPassphraseFile {
			return nil, operator.Refusef("%s is longer than %d bytes; give -passphrase-file a file with nothing but the passphrase, in one line", name, mostPassphraseFile)
		}
		if line, _, _ := strings.Cut(string(content), "\n"); strings.TrimRight(line, "\r") == "" {
			return nil, operator.Refusef("%s has no passphrase in its first line", name)
		}
		passphrases = append(passphrases, string(content))
	}
	return passphrases, nil
}
