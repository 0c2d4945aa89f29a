package reader

import (
	"io/fs"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/staff"
)

// Progress tells how far languages have come.
type Progress struct {
	Library  *review.Library
	Recorded fs.FS // approved clips; nil where there are none
}

// Offer returns how far a language has come in these batteries and on the pages around them.
func (p Progress) Offer(asked []*survey.Battery, l i18n.Language) (staff.Offer, error) {
	now := p.Library.Now()
	needed := locales.ReadBy(locales.Participants)
	for _, b := range asked {
		if !slices.Contains(needed, b.WordedAs()) {
			needed = append(needed, b.WordedAs())
		}
	}
	all, err := now.Wordings(l)
	if err != nil {
		return staff.Offer{}, err
	}
	o := staff.Offer{Language: l}
	for _, w := range all {
		if !slices.Contains(needed, w.File) {
			continue
		}
		o.Texts++
		for _, f := range w.Forms {
			if strings.TrimSpace(f.Text) == "" {
				o.Missing++
			}
		}
		if w.State == review.Approved || l.Tag == i18n.Source {
			o.Approved++
		}
		o.Draft = o.Draft || w.State.IsDraft() && l.Tag != i18n.Source
	}
	if o.Missing == 0 && !now.Catalog.Complete(l.Tag, needed[0], needed[1:]...) {
		o.Missing = 1
	}
	if p.Recorded == nil {
		return o, nil
	}
	text := func(key string) string { return now.Catalog.Text(l.Tag, key) }
	for _, b := range asked {
		if slices.ContainsFunc(asked, func(whole *survey.Battery) bool { return whole != b && whole.Ref() == b.Whole() }) {
			continue // its whole has them all
		}
		var keys []string
		for _, q := range b.Questions {
			keys = append(keys, q.Keys()...)
		}
		clips, err := audio.Find(p.Recorded, b.WordedAs(), l.Tag, keys, text)
		if err != nil {
			return staff.Offer{}, err
		}
		o.Recorded += len(clips.Fresh)
		o.Clips += len(clips.Fresh) + len(clips.Missing) + len(clips.Stale)
	}
	return o, nil
}

// Notes returns what readers are told of the texts of a battery, by their keys.
func (p Progress) Notes(b *survey.Battery) (map[string]string, error) {
	whole, _, _ := strings.Cut(b.Whole(), "@") // a short form is worded where its whole is
	return review.Notes(p.Library.Now().Files, whole)
}
