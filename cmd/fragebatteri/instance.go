package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/sqlite"
)

// instance is an open data folder with the service on it.
type instance struct {
	*survey.Desk
	content
	store *sqlite.Store
	keys  sealing.KeptKeys
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
		err = in.keys.RemoveSealed(ctx, in.Desk)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return in, nil
}

// newInstance returns the console of a service on an open data folder, with what people read and are
// asked in it.
func newInstance(ctx context.Context, store *sqlite.Store, dir string, has content, now func() time.Time) (*instance, error) {
	in := &instance{
		Desk:    survey.New(store, has.catalogue, now).As(survey.Actor{Role: survey.Console}),
		content: has, store: store, keys: sealing.KeptKeys{Folder: filepath.Join(dir, "keys")}, dir: dir,
	}
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
