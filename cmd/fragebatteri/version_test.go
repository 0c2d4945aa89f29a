package main

import (
	"runtime/debug"
	"testing"
)

func TestBuildOf(t *testing.T) {
	const revision, time = "4b317da6dcdff5c519aaff1b0274c6c6da54ecfc", "2026-11-23T07:11:29Z"
	setting := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "-trimpath", Value: "true"},
			{Key: "vcs", Value: "git"},
			{Key: "vcs.revision", Value: revision},
			{Key: "vcs.time", Value: time},
			{Key: "vcs.modified", Value: modified},
		}
	}
	tests := []struct {
		name string
		info *debug.BuildInfo
		want build
	}{
		{"nothing noted", nil, build{Version: "unknown"}},
		{"no repository", &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "(devel)"}},
			build{Version: "(devel)", Go: "go1.26.8"}},
		{"a test", &debug.BuildInfo{GoVersion: "go1.26.8"}, build{Version: "unknown", Go: "go1.26.8"}},
		{"a tag", &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.0"}, Settings: setting("false")},
			build{Version: "v1.2.0", Revision: revision, Time: time, Go: "go1.26.8"}},
		{"changed since", &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.0+dirty"}, Settings: setting("true")},
			build{Version: "v1.2.0+dirty", Revision: revision, Time: time, Modified: true, Go: "go1.26.8"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := buildOf(test.info); got != test.want {
				t.Errorf("got %+v\nwant %+v", got, test.want)
			}
		})
	}
}
