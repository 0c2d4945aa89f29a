package treblock

import (
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// group is n answers that are alike but for their sessions: "9+3" is nine from one session, three from another.
// Sessions of different groups are different unless session names them.
type group struct {
	sizes                              []int
	municipality, intervention, timing string
	waited                             int
	session                            string
}

func world(groups ...group) []Member {
	var answers []Member
	for i, g := range groups {
		for j, n := range g.sizes {
			tag := g.session
			if tag == "" {
				tag = fmt.Sprintf("%d/%d", i, j)
			}
			m := Member{Municipality: g.municipality, Intervention: g.intervention, Timing: g.timing, Session: tag,
				Waited: g.waited}
			answers = append(answers, slices.Repeat([]Member{m}, n)...)
		}
	}
	return answers
}

func (b Block) String() string {
	where := []string{b.Municipality, b.Area, b.Intervention, b.Timing}
	where = slices.DeleteFunc(where, func(s string) bool { return s == "" })
	return fmt.Sprintf("%d %s: %d", b.Step, strings.Join(where, " "), len(b.Members))
}

var county = Geography{
	Area:   map[string]string{"kinda": "kinda-ydre", "ydre": "kinda-ydre", "vadstena": "west", "boxholm": ""},
	Shared: map[string]bool{"course": true},
}

func TestPartition(t *testing.T) {
	six := func(municipality, intervention string, waited int) group {
		return group{sizes: []int{3, 3}, municipality: municipality, intervention: intervention, timing: "none",
			waited: waited}
	}
	for _, c := range []struct {
		name   string
		world  []Member
		rules  Rules
		blocks []string
		left   int
	}{
		{"nobody", nil, Plain(12), nil, 0},
		{"one", world(group{sizes: []int{1}, municipality: "kinda", intervention: "café"}), Plain(12), nil, 1},

		{"step 1: a timing of its own", world(
			group{sizes: []int{6, 7}, municipality: "kinda", intervention: "café", timing: "before"},
			group{sizes: []int{6, 6}, municipality: "kinda", intervention: "café", timing: "after"},
		), Plain(12), []string{"1 kinda café after: 12", "1 kinda café before: 12"}, 1},
		{"step 1: the same intervention in two municipalities stays apart", world(
			group{sizes: []int{6, 6}, municipality: "ydre", intervention: "course"},
			group{sizes: []int{6, 6}, municipality: "kinda", intervention: "course"},
		), Plain(12), []string{"1 kinda course: 12", "1 ydre course: 12"}, 0},

		{"step 2: timings too small alone", world(
			group{sizes: []int{6}, municipality: "kinda", intervention: "café", timing: "before"},
			group{sizes: []int{6}, municipality: "kinda", intervention: "café", timing: "after"},
		), Plain(12), []string{"2 kinda café: 12"}, 0},
		{"step 2: only what step 1 left over, and not what it shed", world(
			group{sizes: []int{7, 7}, municipality: "kinda", intervention: "café", timing: "before"},
			group{sizes: []int{5, 5}, municipality: "kinda", intervention: "café", timing: "after"},
		), Plain(12), []string{"1 kinda café before: 12"}, 2 + 10},
		{"step 2: one dominating session finds company in another timing", world(
			group{sizes: []int{12, 2}, municipality: "kinda", intervention: "café", timing: "before"},
			group{sizes: []int{1}, municipality: "kinda", intervention: "café", timing: "after"},
		), Plain(12), []string{"2 kinda café: 15"}, 0},

		{"step 3: shared by two municipalities", world(
			six("kinda", "course", 0), six("linköping", "course", 0),
		), Plain(12), []string{"3 course: 12"}, 0},
		{"step 3: not shared, so apart", world(
			six("kinda", "café", 0), six("linköping", "café", 0),
		), Plain(12), nil, 12},
		{"step 3 goes before step 4", world(
			six("kinda", "course", 0), six("kinda", "café", 0), six("linköping", "course", 0),
		), Plain(12), []string{"3 course: 12"}, 6},

		{"step 4: the other interventions of the municipality", world(
			six("kinda", "café", 0), six("kinda", "swimming", 0), six("kinda", "course", 0),
			group{sizes: []int{6, 6}, municipality: "kinda", intervention: "parents"},
		), Plain(12), []string{"1 kinda parents: 12", "4 kinda: 18"}, 0},
		{"step 4: one session in several groups counts as one", world(
			group{sizes: []int{6}, municipality: "kinda", intervention: "café", session: "same"},
			group{sizes: []int{6}, municipality: "kinda", intervention: "swimming", session: "same"},
		), Plain(12), nil, 12},
		{"one session split over two blocks does not help either", world(
			group{sizes: []int{9}, municipality: "kinda", intervention: "café", session: "same"},
			group{sizes: []int{3}, municipality: "kinda", intervention: "café"},
			group{sizes: []int{10}, municipality: "kinda", intervention: "swimming", session: "same"},
			group{sizes: []int{2}, municipality: "kinda", intervention: "swimming"},
		), Plain(12), []string{"1 kinda café: 12"}, 12},

		{"step 5: three newcomers each in two municipalities are too few", world(
			group{sizes: []int{3}, municipality: "kinda", intervention: "café", waited: 2},
			group{sizes: []int{3}, municipality: "ydre", intervention: "café", waited: 2},
		), Plain(12), nil, 6},
		{"step 5: three newcomers each wait until the area has twelve", world(
			group{sizes: []int{3, 3}, municipality: "kinda", intervention: "café", waited: 2},
			group{sizes: []int{3, 3}, municipality: "ydre", intervention: "swimming", waited: 3},
		), Plain(12), []string{"5 kinda-ydre: 12"}, 0},
		{"step 5: those who have not waited are not taken along", world(
			six("kinda", "café", 2), six("ydre", "café", 2), six("ydre", "swimming", 1),
		), Plain(12), []string{"4 ydre: 12"}, 6},
		{"step 5: not before they have waited twice", world(
			six("kinda", "café", 2), six("ydre", "café", 1),
		), Plain(12), nil, 12},
		{"step 5: areas stay apart", world(
			six("kinda", "café", 2), six("vadstena", "café", 1),
		), Plain(12), nil, 12},

		{"step 6: the rest of the region", world(
			six("kinda", "café", 2), six("boxholm", "café", 2), six("linköping", "swimming", 4),
		), Plain(12), []string{"6 : 18"}, 0},
		{"step 6: takes only those who have waited", world(
			six("kinda", "café", 2), six("linköping", "café", 2), six("norrköping", "swimming", 1),
		), Plain(12), []string{"6 : 12"}, 6},
		{"step 6: too few even there", world(
			six("kinda", "café", 2), six("linköping", "café", 0),
		), Plain(12), nil, 12},

		{"one dominating session goes all the way", world(
			group{sizes: []int{15, 1}, municipality: "kinda", intervention: "café", waited: 2},
			group{sizes: []int{2}, municipality: "ydre", intervention: "swimming", waited: 2},
		), Plain(12), []string{"5 kinda-ydre: 18"}, 0},
		{"one dominating session waits, however large", world(
			group{sizes: []int{40, 2}, municipality: "kinda", intervention: "café", waited: 0},
		), Plain(12), nil, 42},
		{"all six steps", world(
			group{sizes: []int{6, 6}, municipality: "kinda", intervention: "café", timing: "before"},
			group{sizes: []int{4, 4}, municipality: "kinda", intervention: "parents", timing: "before"},
			group{sizes: []int{4}, municipality: "kinda", intervention: "parents", timing: "after"},
			six("kinda", "course", 0), six("ydre", "course", 0),
			six("linköping", "café", 0), six("linköping", "swimming", 0),
			six("kinda", "swimming", 2), six("ydre", "swimming", 2),
			six("vadstena", "café", 2), six("boxholm", "café", 2), six("motala", "café", 1),
		), Plain(12), []string{
			"1 kinda café before: 12", "2 kinda parents: 12", "3 course: 12", "4 linköping: 12", "5 kinda-ydre: 12",
			"6 : 12"}, 6},

		{"sensitive: twenty from three sessions, four shed", world(
			group{sizes: []int{14, 5, 5}, municipality: "kinda", intervention: "café"},
		), Sensitive(12), []string{"1 kinda café: 20"}, 4},
		{"sensitive: two sessions find a third elsewhere", world(
			group{sizes: []int{10, 10}, municipality: "kinda", intervention: "café"},
			group{sizes: []int{5}, municipality: "kinda", intervention: "swimming"},
		), Sensitive(12), []string{"4 kinda: 25"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			blocks, left, err := Partition(c.world, c.rules, county, Patience, seeded(1))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range blocks {
				got = append(got, b.String())
			}
			if !slices.Equal(got, c.blocks) {
				t.Errorf("blocks %q, want %q", got, c.blocks)
			}
			if len(left) != c.left {
				t.Errorf("%d left, want %d", len(left), c.left)
			}
		})
	}
}

func seeded(seed byte) *mathrand.ChaCha8 { return mathrand.NewChaCha8([32]byte{seed}) }

func TestFinalPartitionWaitsForNobody(t *testing.T) {
	answers := world(
		group{sizes: []int{3, 3}, municipality: "kinda", intervention: "café"},
		group{sizes: []int{3, 4}, municipality: "linköping", intervention: "café"},
	)
	blocks, left, err := Partition(answers, Plain(12), Geography{}, 0, seeded(1))
	if err != nil || len(blocks) != 1 || blocks[0].Step != Region || len(left) != 1 {
		t.Errorf("blocks %v, left %v, error %v", blocks, left, err)
	}
}

// Names with the same letters in a row must not become one group.
func TestPartitionKeepsNamesApart(t *testing.T) {
	answers := world(
		group{sizes: []int{3, 3}, municipality: "kind", intervention: "acafé", timing: "x"},
		group{sizes: []int{3, 3}, municipality: "kinda", intervention: "café", timing: "x"},
	)
	if blocks, _, err := Partition(answers, Plain(12), Geography{}, Patience, seeded(1)); err != nil || len(blocks) > 0 {
		t.Errorf("blocks %v, error %v", blocks, err)
	}
}

func TestPartitionErrors(t *testing.T) {
	thirteen := world(group{sizes: []int{7, 6}, municipality: "kinda", intervention: "café"})
	broken := errors.New("no randomness")
	for name, try := range map[string]func() ([]Block, []int, error){
		"broken randomness": func() ([]Block, []int, error) {
			return Partition(thirteen, Plain(12), Geography{}, Patience, iotest.ErrReader(broken))
		},
		"zero rules": func() ([]Block, []int, error) {
			return Partition(thirteen, Rules{}, Geography{}, Patience, seeded(1))
		},
		"alone below k": func() ([]Block, []int, error) {
			return Partition(thirteen, Rules{Base: 3, K: 12}, Geography{}, Patience, seeded(1))
		},
	} {
		if blocks, left, err := try(); err == nil || blocks != nil || left != nil {
			t.Errorf("%s: blocks %v, left %v, error %v", name, blocks, left, err)
		}
	}
	_, _, err := Partition(thirteen, Plain(12), Geography{}, Patience, iotest.ErrReader(broken))
	if !errors.Is(err, broken) {
		t.Errorf("error %v does not wrap the reader's", err)
	}
}

// What is grouped, shed or left waiting must not depend on what was answered. A new field is a new way to do so:
// think before adding it here.
func TestMemberHoldsNoAnswer(t *testing.T) {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Member]()) {
		names = append(names, f.Name)
	}
	if want := []string{"Municipality", "Intervention", "Timing", "Session", "Waited"}; !slices.Equal(names, want) {
		t.Errorf("fields of Member: %v, want %v", names, want)
	}
}

func BenchmarkPartition(b *testing.B) {
	answers := randomWorld(mathrand.New(seeded(1)), 10000)
	rnd := seeded(2)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Partition(answers, Plain(12), randomGeography, Patience, rnd); err != nil {
			b.Fatal(err)
		}
	}
}
