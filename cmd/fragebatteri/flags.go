package main

import (
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/survey/files"
)

// errHelp asks run to print how the command is called.
var errHelp = errors.New("help")

// flags are the flags of one command, with what stands between them.
type flags struct {
	*flag.FlagSet
	rest []string
}

func newFlags() *flags {
	f := &flags{FlagSet: flag.NewFlagSet("", flag.ContinueOnError)}
	f.SetOutput(io.Discard)
	return f
}

// parse reads flags and other words in any order, and checks how many other
// words there are.
func (f *flags) parse(args []string, least, most int) error {
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return errHelp
			}
			return operator.Refusef("%v; call the command with -h to see its flags", err)
		}
		if f.NArg() == 0 {
			break
		}
		f.rest = append(f.rest, f.Arg(0))
		args = f.Args()[1:]
	}
	switch {
	case len(f.rest) < least:
		return operator.Refusef("something is missing; call the command with -h to see how it is called")
	case len(f.rest) > most:
		return operator.Refusef("%q is one word too many; call the command with -h to see how it is called", f.rest[most])
	}
	return nil
}

// require returns an error that names the first of these flags left empty.
func (f *flags) require(names ...string) error {
	for _, name := range names {
		if f.Lookup(name).Value.String() == "" {
			return operator.Refusef("-%s is missing; call the command with -h to see its flags", name)
		}
	}
	return nil
}

// data adds the flag -data, whose default is in FRAGEBATTERI_DATA.
func (f *flags) data() *string {
	return f.String("data", os.Getenv("FRAGEBATTERI_DATA"), "")
}

// list is a flag that can be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// newFile makes the file that somebody gave -o for, which must not be there yet.
func newFile(name string, content []byte, mode fs.FileMode) error {
	err := files.New(name, content, mode)
	switch {
	case errors.Is(err, fs.ErrExist):
		return operator.Refusef("%s exists already; give -o a new name", name)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return operator.Refusef("the file cannot be made; give -o a name in an existing folder").Because(err)
	}
	return err
}

// languageOf returns the language that somebody gave -lang for.
func languageOf(tag string) (i18n.Language, error) {
	l, ok := i18n.Find(i18n.Languages, tag)
	if !ok {
		return l, operator.Refusef("there is no language %q; choose among %s", tag, strings.Join(tags(), ", "))
	}
	return l, nil
}
