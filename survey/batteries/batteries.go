// Package batteries embeds the structure of every battery: ids, kinds of
// question, scales, topics, roles and order. Their words are in locales.
package batteries

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"fragebatteri/survey"
)

// Embedded holds the batteries that are built in. Only the command and tests
// read it.
//
//go:embed *.json
var Embedded embed.FS

// Load returns the batteries in the JSON files of these folders, prepared and
// checked, in the order of the folders and of the files' names; a short form and
// its whole may be in different folders. No folder replaces a battery of another: a version is never changed. The error joins
// what is wrong in all of them.
func Load(folders ...fs.FS) ([]*survey.Battery, error) {
	var batteries []*survey.Battery
	var errs []error
	refs := map[string]bool{}
	for _, folder := range folders {
		names, err := fs.Glob(folder, "*.json")
		if err != nil {
			return nil, fmt.Errorf("list batteries: %w", err)
		}
		for _, name := range names {
			battery, err := Read(folder, name)
			if err == nil && refs[battery.Ref()] {
				err = fmt.Errorf("%s: there is a %s already; raise its version", name, battery.Ref())
			}
			if err != nil {
				errs = append(errs, err)
				continue
			}
			refs[battery.Ref()] = true
			batteries = append(batteries, battery)
		}
	}
	errs = append(errs, survey.ResolveParts(batteries)...)
	return batteries, errors.Join(errs...)
}

// Read returns the battery in a JSON file, as it stands there: neither prepared nor, where it is a short
// form, with the questions of its whole.
func Read(fsys fs.FS, name string) (*survey.Battery, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open battery: %w", err)
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	var battery survey.Battery
	if err := decoder.Decode(&battery); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &battery, battery.CheckWritten()
}
