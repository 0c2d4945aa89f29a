package main

import (
	"context"
	"os"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

var releaseImportCommand = command{"release import", `fragebatteri release import -data DIR FILE
    Take a sealed round back: FILE is the one that 'seal' wrote for it, as DIR.import.
    Check its signatures and that every exported answer has one fate, store the
    release, and only then destroy the round's answers.
`, releaseImport}

func releaseImport(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		d, err := in.keys.Import(ctx, in.Desk, f.rest[0])
		if err != nil {
			return err
		}
		a.tell("The release is stored and the round's %d pending answers are destroyed. Stewards and officers read it at their desks; 'release publish' lets everybody read it.", d.Rows)
		return a.print(map[string]any{"release": d.Release, "rows_deleted": d.Rows, "waiting": d.Waiting})
	})
}

var releasePublishCommand = command{"release publish", `fragebatteri release publish -data DIR ID
    Let everybody read an imported release: on pages, as open data, and where those
    who answered see what came of it. That cannot be undone. Releases are published
    in the order in which they were imported.
`, releasePublish}

func releasePublish(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		r, err := in.PublishRelease(ctx, f.rest[0])
		if err != nil {
			return err
		}
		return a.print(map[string]string{"release": r.ID, "published": r.Published})
	})
}

var releaseAnswerCommand = command{"release answer", `fragebatteri release answer -data DIR -release ID -intervention OG028 -lang ti -file TEXT [-heard TEXT] [-until DAY]
    Say what will be done now because of a result, in one of the participants'
    languages. It is shown to those who scan the code of a session that is over.
    -heard says what was heard in the answers, -until by which day it is done.
    TEXT is a text file saved as UTF-8; an empty line begins a new paragraph.
`, releaseAnswer}

func releaseAnswer(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	var r survey.Reply
	f.StringVar(&r.Release, "release", "", "")
	f.StringVar(&r.Intervention, "intervention", "", "")
	lang := f.String("lang", "", "")
	name := f.String("file", "", "")
	heard := f.String("heard", "", "")
	f.StringVar(&r.Until, "until", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("release", "intervention", "lang", "file"); err != nil {
		return err
	}
	l, err := languageOf(*lang)
	if err != nil {
		return err
	}
	if r.Text, err = replyText(*name, "-file"); err != nil {
		return err
	}
	if *heard != "" {
		if r.Heard, err = replyText(*heard, "-heard"); err != nil {
			return err
		}
	}
	r.Language = l.Tag
	return a.with(ctx, *dir, func(in *instance) error {
		if err := in.PutReply(ctx, r); err != nil {
			return err
		}
		return a.print(map[string]string{"release": r.Release, "intervention": r.Intervention, "language": r.Language})
	})
}

// replyText returns the text of a file that a flag names.
func replyText(name, flag string) (string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", operator.Refusef("the text cannot be read; check %s", flag).Because(err)
	}
	text, err := typed.Text(content)
	if err != nil {
		return "", operator.Refusef("%s", name).Because(err)
	}
	return text, nil
}
