package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/survey/audio"
)

var audioCheckCommand = command{"audio check", `fragebatteri audio check -data DIR [-mark]
    List which recorded clips are missing, wait for a second person to approve them,
    or were recorded from another text. Clips are
    DIR/audio/<battery>/<language>/<key>.mp3 (or .m4a, .ogg, .webm). With -mark
    clips that nobody has marked yet are marked as recorded from the present text.
`, audioCheck}

// clipReport is what 'audio check' prints for one battery in one language.
type clipReport struct {
	Battery  string   `json:"battery"`
	Language string   `json:"language"`
	Fresh    int      `json:"fresh"`
	Missing  []string `json:"missing"`
	Waiting  []string `json:"waiting"` // recorded on the pages of staff, and not approved
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
	folder, err := audio.Open(*dir)
	if err != nil {
		return err
	}
	if !folder.Exists() {
		return operator.Refusef("there are no clips in %s; make the folder and put them there", audioFolder(*dir))
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
	for _, b := range has.catalogue.WholeBatteries() {
		for _, l := range i18n.Languages {
			words := catalog.Printer(l.Tag)
			script := audio.Script{Battery: b, Language: l.Tag, Text: func(key string) string { return words.T(key) }}
			if *mark {
				if err := markClips(filepath.Join(audioFolder(*dir), b.ID, l.Tag), folder, script); err != nil {
					return err
				}
			}
			report, err := checkClips(folder, script)
			if err != nil {
				return err
			}
			reports = append(reports, report)
			a.tell("%s %-6s %d clips can be played, %d are missing, %d wait to be approved, %d are stale, %d questions are too big",
				b.ID, l.Tag, report.Fresh, len(report.Missing), len(report.Waiting), len(report.Stale), len(report.TooBig))
		}
	}
	return a.print(map[string]any{"audio": reports})
}

// audioFolder is where a deployment's recorded clips are.
func audioFolder(dir string) string { return filepath.Join(dir, "audio") }

func checkClips(folder *audio.Folder, s audio.Script) (clipReport, error) {
	clips, err := folder.Find(s)
	if err != nil {
		return clipReport{}, err
	}
	proposals, err := folder.Proposals(s)
	if err != nil {
		return clipReport{}, err
	}
	report := clipReport{
		Battery: s.Battery.ID, Language: s.Language, Fresh: len(clips.Fresh), Missing: clips.Missing,
		Waiting: slices.AppendSeq([]string{}, maps.Keys(proposals)), Stale: clips.Stale, TooBig: []string{},
	}
	slices.Sort(report.Waiting)
	for _, q := range s.Battery.Questions {
		if size, ok := clips.Size(q.Keys()); ok && size > audio.MostBytes {
			report.TooBig = append(report.TooBig, q.ID)
		}
	}
	return report, nil
}

// markClips writes the marks of clips in dir that have none. A mark that is there and differs means
// that the text has changed: the clip has to be recorded again, and its mark deleted.
func markClips(dir string, folder *audio.Folder, s audio.Script) error {
	clips, err := folder.Find(s)
	if err != nil {
		return err
	}
	for _, key := range clips.Stale {
		name := filepath.Join(dir, key+".hash")
		if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.WriteFile(name, []byte(audio.Mark(s.Text(key))+"\n"), 0o644); err != nil {
			return err
		}
	}
	return nil
}
