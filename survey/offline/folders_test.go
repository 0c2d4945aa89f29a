package offline

import (
	"slices"
	"testing"
)

// Where disks are shown that are plugged in is told for each system; a drive of Windows is looked for by
// its letter, without the one that Windows itself is on.
func TestMounts(t *testing.T) {
	for system, want := range map[string][]string{
		"linux": {"/media/*/*", "/run/media/*/*"}, "freebsd": {"/media/*/*", "/run/media/*/*"}, "darwin": {"/Volumes/*"},
	} {
		if got := mounts(system); !slices.Equal(got, want) {
			t.Errorf("on %s disks are at %q", system, got)
		}
	}
	drives := mounts("windows")
	if len(drives) != 23 || drives[0] != `D:\` || drives[22] != `Z:\` {
		t.Errorf("the drives are %q", drives)
	}
}
