package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/places"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/sqlite"
)

// instance is an open data folder with the service on it.
type instance struct {
	*survey.Desk
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
	store, err := sqlite.Open(dir)
	if err != nil {
		return nil, err
	}
	in, err := newInstance(ctx, store, dir, a.now)
	if err == nil {
		err = in.keys.RemoveSealed(ctx, in.Desk)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return in, nil
}

// builtIn returns what the program knows without a data folder.
func builtIn() (*survey.Catalogue, error) {
	list, err := batteries.Load(batteries.Embedded)
	return survey.NewCatalogue(list, places.Municipalities(), places.Counties()), err
}

func newInstance(ctx context.Context, store *sqlite.Store, dir string, now func() time.Time) (*instance, error) {
	catalogue, err := builtIn()
	if err != nil {
		return nil, err
	}
	in := &instance{
		Desk:  survey.New(store, catalogue, now).As(survey.Actor{Role: survey.Console}),
		store: store, keys: sealing.KeptKeys{Folder: filepath.Join(dir, "keys")}, dir: dir,
	}
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
