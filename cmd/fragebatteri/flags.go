package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/files"
	"fragebatteri/survey/sqlite"
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

// instance is an open data folder with the service on it.
type instance struct {
	*survey.Desk
	content
	store *sqlite.Store
	host  survey.Host
	dir   string
}

// open opens a data folder.
func (a *app) open(ctx context.Context, dir string) (*instance, error) {
	if dir == "" {
		return nil, operator.Refusef("-data is missing; give the data folder, or set FRAGEBATTERI_DATA")
	}
	has, err := contentOf(dir)
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(dir)
	if err != nil {
		return nil, err
	}
	in, err := newInstance(ctx, store, dir, has, a.now)
	if err == nil {
		err = in.CheckBatteries(ctx)
	}
	if err == nil {
		err = in.dropKeys(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return in, nil
}

// newInstance returns the console of a service on an open data folder, with what people read and are
// asked in it.
func newInstance(ctx context.Context, store *sqlite.Store, dir string, has content, now func() time.Time) (*instance, error) {
	desk := survey.New(store, has.catalogue, now).As(survey.Actor{Role: survey.Console})
	in := &instance{Desk: desk, content: has, store: store, dir: dir}
	var err error
	in.host, err = in.Host(ctx)
	return in, err
}

// with opens a data folder for the time of one command.
func (a *app) with(ctx context.Context, dir string, do func(*instance) error) (err error) {
	in, err := a.open(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.store.Close()) }()
	return do(in)
}
