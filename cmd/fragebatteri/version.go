package main

import (
	"context"
	"runtime/debug"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

var versionCommand = command{"version", `fragebatteri version
    Print which version this is: the tag, or what follows the last one, with the
    commit, its time, whether the source was changed since, and the Go version; and
    the versions of the formats it reads.
`, version}

func version(_ context.Context, a *app, _ []string) error {
	info, _ := debug.ReadBuildInfo()
	return a.print(struct {
		build
		Method  string `json:"method"`
		Pending string `json:"pending"`
	}{buildOf(info), release.Method, survey.PendingFormat})
}

// build says out of which source a program was built, so that anybody can build
// it again. Revision and Time are empty when it was not built in a repository.
type build struct {
	Version  string `json:"version"` // v1.2.0, or v1.2.1-0.20261123071129-4b317da6dcdf after it; +dirty when Modified
	Revision string `json:"revision"`
	Time     string `json:"time"` // of the commit, RFC 3339 in UTC
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
}

// buildOf reads what the Go command noted. A nil info gives an unknown version.
func buildOf(info *debug.BuildInfo) build {
	b := build{Version: "unknown"}
	if info == nil {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	b.Go = info.GoVersion
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Revision = setting.Value
		case "vcs.time":
			b.Time = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}
