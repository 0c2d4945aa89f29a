package web_test

import (
	"context"
	"path/filepath"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// site is a service with one open round, one session in it, and its pages.
type site struct {
	*surveytest.Instance
	webtest.Browser
	t       testing.TB
	catalog *i18n.Catalog
	round   survey.Round
	session survey.Session
}

func newSite(t testing.TB, change ...func(*survey.NewRound)) *site {
	t.Helper()
	return siteOf(t, surveytest.Host, change...)
}

func siteOf(t testing.TB, host survey.Host, change ...func(*survey.NewRound)) *site {
	t.Helper()
	s := &site{Instance: surveytest.ServiceOf(t, host), t: t, catalog: surveytest.Catalog(t)}
	s.Browser = webtest.Server(t, s.Service)
	s.round = s.Begin("2026-H2", change...)
	s.session, _ = s.Gather(s.round)
	return s
}

// path is the address of the session's form.
func (s *site) path(tag string) string { return "/s/" + s.session.Code + "/" + tag }

// text is the words of a key in a language, as Plain leaves them.
func (s *site) text(tag, key string, pairs ...any) string {
	s.t.Helper()
	text := surveytest.Plain(s.catalog.Printer(tag).T(key, pairs...))
	if text == key || text == "" {
		s.t.Fatalf("there are no words for %s", key)
	}
	return text
}

// tags are the languages in which a session can be answered.
func (s *site) tags() []i18n.Language {
	s.t.Helper()
	var offered []i18n.Language
	for _, l := range i18n.Languages {
		if s.catalog.Complete(l.Tag, "core", "participant") {
			offered = append(offered, l)
		}
	}
	if len(offered) < 3 {
		s.t.Fatalf("only %d languages are offered", len(offered))
	}
	return offered
}

// language is the language with a tag.
func (s *site) language(tag string) i18n.Language {
	s.t.Helper()
	l, known := i18n.Find(i18n.Languages, tag)
	if !known {
		s.t.Fatalf("there is no language %s", tag)
	}
	return l
}

// release seals a round of forty answers of its own, publishes the release and returns it.
func (s *site) release() survey.StoredRelease { return s.releaseOf("2026-H1") }

// releaseOf is release for a round with another name.
func (s *site) releaseOf(name string) survey.StoredRelease {
	s.t.Helper()
	round := s.Begin(name)
	for _, n := range []int{14, 14, 12} {
		session, _ := s.Gather(round)
		s.Answer(session, n)
	}
	few, _ := s.Gather(round, func(n *survey.NewSession) { n.Municipality, n.Intervention = "0513", "OG003" })
	s.Answer(few, 4)
	_, err := s.CloseRound(s.t.Context(), round.ID, true)
	ok(s.t, err)
	file, err := s.ExportPending(s.t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	ok(s.t, err)
	signer, err := release.NewSigner()
	ok(s.t, err)
	sealed, err := sealing.Seal(file, s.Private(round), signer, sealing.Options{})
	ok(s.t, err)
	dir := filepath.Join(s.t.TempDir(), "sealed")
	ok(s.t, sealing.Write(dir, sealing.ImportFile(dir), sealed))
	back, err := sealing.Read(sealing.ImportFile(dir), signer.Public())
	ok(s.t, err)
	ok(s.t, s.ImportRelease(s.t.Context(), back))
	_, err = s.PublishRelease(s.t.Context(), back.Disposal.Release)
	ok(s.t, err)
	stored, err := s.Release(s.t.Context(), back.Disposal.Release)
	ok(s.t, err)
	return stored
}

// fullDisk is a store that can be read and not written.
type fullDisk struct{ survey.Store }

func (fullDisk) Receive(context.Context, survey.Arrival) (survey.Outcome, error) {
	return 0, survey.Fail(survey.Unavailable, "disk.full")
}

// lost is a store that cannot be read any more.
type lost struct{ survey.Store }

func (lost) Session(context.Context, string) (survey.Session, error) {
	return survey.Session{}, context.DeadlineExceeded
}

func (lost) Host(context.Context) (survey.Host, error) {
	return survey.Host{}, context.DeadlineExceeded
}
