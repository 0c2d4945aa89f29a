package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
)

var audioCheckCommand = command{"audio check", `fragebatteri audio check -data DIR [-mark]
    List which recorded clips are missing, or were recorded from another text. Clips
    are DIR/audio/<battery>/<language>/<key>.mp3 (or .m4a, .ogg, .webm). With -mark
    clips that nobody has marked yet are marked as recorded from the present text.
`, audioCheck}

// clipReport is what 'audio check' prints for one battery in one language.
type clipReport struct {
	Battery  string   `json:"battery"`
	Language string   `json:"language"`
	Fresh    int      `json:"fresh"`
	Missing  []string `json:"missing"`
	Stale    []string `json:"stale"`
	TooBig   []string `json:"too_big"` // questions whose clips together are larger than a slow network takes
}

func audioCheck(_ context.Context, a *app, args []string) error {
	f := newFlags()
	dir, mark := f.data(), f.Bool("mark", false, "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("data"); err != nil {
		return err
	}
	folder := audioFolder(*dir)
	if _, err := os.Stat(folder); err != nil {
		return operator.Refusef("there are no clips in %s; make the folder and put them there", folder)
	}
	has, err := contentOf(*dir)
	if err != nil {
		return err
	}
	catalog, err := has.catalog()
	if err != nil {
		return err
	}
	var reports []clipReport
	for _, b := range has.catalogue.Batteries() {
		for _, l := range i18n.Languages {
			report, err := checkClips(folder, b, catalog.Printer(l.Tag), *mark)
			if err != nil {
				return err
			}
			reports = append(reports, report)
			a.tell("%s %-6s %d clips can be played, %d are missing, %d are stale, %d questions are too big",
				b.ID, l.Tag, report.Fresh, len(report.Missing), len(report.Stale), len(report.TooBig))
		}
	}
	return a.print(map[string]any{"audio": reports})
}

// audioFolder is where a deployment's recorded clips are.
func audioFolder(dir string) string { return filepath.Join(dir, "audio") }

func checkClips(folder string, b *survey.Battery, p *i18n.Printer, mark bool) (clipReport, error) {
	text := func(key string) string { return p.T(key) }
	var keys []string
	for _, q := range b.Questions {
		keys = append(keys, q.Keys()...)
	}
	tag := p.Language().Tag
	clips, err := audio.Find(os.DirFS(folder), b.ID, tag, keys, text)
	if err != nil {
		return clipReport{}, err
	}
	if mark && len(clips.Stale) > 0 {
		if err := markClips(filepath.Join(folder, b.ID, tag), clips.Stale, text); err != nil {
			return clipReport{}, err
		}
		if clips, err = audio.Find(os.DirFS(folder), b.ID, tag, keys, text); err != nil {
			return clipReport{}, err
		}
	}
	report := clipReport{
		Battery: b.ID, Language: tag, Fresh: len(clips.Fresh),
		Missing: clips.Missing, Stale: clips.Stale, TooBig: []string{},
	}
	for _, q := range b.Questions {
		if size, ok := clips.Size(q.Keys()); ok && size > audio.MostBytes {
			report.TooBig = append(report.TooBig, q.ID)
		}
	}
	return report, nil
}

// markClips writes the marks of clips that have none. A mark that is there and
// differs means that the text has changed: the clip has to be recorded again,
// and its mark deleted.
func markClips(folder string, keys []string, text func(string) string) error {
	for _, key := range keys {
		name := filepath.Join(folder, key+".hash")
		if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.WriteFile(name, []byte(audio.Mark(text(key))+"\n"), 0o644); err != nil {
			return err
		}
	}
	return nil
}
