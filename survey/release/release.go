// Package release is the only place that results are read from: an immutable, signed file of
// protected counts, linked to the release before it by its hash. What is not in a release is not
// known to pages, exports or the API.
//
// Where to look:
//
//	release.go    the types: Release, Battery, Part, Block, View, Withheld, Audit
//	canonical.go  Canonical, Parse: the one way in which a release is written as bytes
//	form.go       what Parse refuses: values that have no meaning, duplicates, another order
//	check.go      Check: what the numbers of one release must obey
//	verify.go     Verify: signatures, the chain and Check for files from anywhere
//	signer.go     Signer, PublicKey: Ed25519 signatures of releases and disposal records
//	read.go       how results are looked up
//	sum.go        Sum: one table added up over blocks; estimate.go its shares, change.go their changes
//	answered.go   Measured: shares among those who answered
//
// It computes nothing from answers and never rounds; package treblock does.
package release

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
)

// Method names the disclosure control and the format that this version writes.
const Method = "treblock-3/2"

// FirstMethod is the one before, which is read too. Its answers were counted as they were given.
const FirstMethod = "treblock-3/1"

// Release is the result of one sealed round. Lists are in the fixed orders that Parse asks for, so
// that their order discloses nothing of the answers.
type Release struct {
	Method    string     `json:"method"`
	ID        string     `json:"release"`
	Prev      string     `json:"prev"`            // SHA-256 of the release before in lower-case hexadecimal; "" for the first
	Round     string     `json:"round"`           // the round's name, as in "2026-H2"
	Sealed    string     `json:"sealed"`          // the day on which its answers left the server, YYYY-MM-DD; never a clock time
	K         int        `json:"k"`               // smallest ordinary block: 12 or a larger multiple of 3
	Mixed     int        `json:"mixed,omitempty"` // so many of a hundred answers were replaced by chance before anything was counted; 0 by FirstMethod
	Demo      bool       `json:"demo"`            // made-up answers
	KeyKept   bool       `json:"key_kept"`        // the round's private key was on the server: for trying out only
	Batteries []Battery  `json:"batteries"`
	Parts     []Part     `json:"parts"`
	Withheld  []Withheld `json:"withheld"`
	Honesty   Honesty    `json:"honesty"`
	MadeUp    string     `json:"made_up,omitempty"` // whether answers look made up: one of MadeUpWords or TooFew; FirstMethod does not say

	Participation []Participation `json:"participation"`
	Audit         Audit           `json:"audit"`
}

// Participation is how many answers the gatherings in a municipality were opened for and how many
// came, in this round. Both are multiples of 3, the second rounded by a random offset like any
// other count, so that it is wrong by at most 2.
type Participation struct {
	Municipality string `json:"municipality"`
	Announced    int    `json:"announced"`
	Received     *int   `json:"received,omitempty"` // missing where fewer than k came
}

// Battery says how the tables of a battery were counted, so that a release can be read without the
// battery itself.
type Battery struct {
	ID      string              `json:"id"`
	Version int                 `json:"version"`
	Tables  map[string][]string `json:"tables"` // table id → its columns in the order that rounding depends on

	// Most is the most options that could be chosen of each question with several choices. By FirstMethod it is not said.
	Most map[string]int `json:"most,omitempty"`

	// Views are the questions whose answers define views. They are counted in no table: what is said of them are the
	// sizes of their views' groups. By FirstMethod it is not said, and they are counted like any other question.
	Views map[survey.Dimension]string `json:"views,omitempty"`

	// Unasked are the questions that nobody was asked, sorted: they are in no part. By FirstMethod it is not said.
	Unasked []string `json:"unasked,omitempty"`
}

// Part holds the questions of one battery that share a base and were asked of the same people, with blocks
// of their own. Ordinary questions have base 3, sensitive ones base 5.
type Part struct {
	Battery string `json:"battery"` // reference, as in "core@1"

	// Asked says by which sets at which timings these questions were asked, sorted, as in "core@1+A@1 after". It is
	// missing where everybody at home at the battery was asked, and nobody else: those whose sets begin with it or
	// with a short form of it.
	Asked []string `json:"asked,omitempty"`

	Base      int      `json:"base"`
	K         int      `json:"k"`         // smallest block of this part
	Questions []string `json:"questions"` // ids of those that are tabulated, in the order in which they were asked
	Blocks    []Block  `json:"blocks"`
	Views     []View   `json:"views"`
}

// Block holds the answers that were counted together. Exactly one of Municipality, Area and Region
// says where they are from: steps 1, 2 and 4 have a municipality, step 5 an area, steps 3 and 6 a
// region.
//
// OneSession says whose answers a block mostly holds, for whoever wants to know if one gathering
// speaks for all. It discloses nothing: how many came to a session is known to everybody who was
// there, and answers are grouped by where they are from, not by what they say.
type Block struct { // mutation: fields
	Step         int              `json:"step"`                   // 1–6, the step of treblock that made this block
	Municipality string           `json:"municipality,omitempty"` // SCB's four digits
	Area         string           `json:"area,omitempty"`         // name of a reporting area
	Region       string           `json:"region,omitempty"`       // SCB's two digits of the county, as in "05"
	Intervention string           `json:"intervention,omitempty"` // id, in steps 1–3
	Timing       survey.Timing    `json:"timing,omitempty"`       // in step 1
	N            int              `json:"n"`                      // answers, exact
	OneSession   bool             `json:"one_session,omitempty"`  // more than half of them are from one session; FirstMethod does not say
	Q            map[string][]int `json:"q"`                      // table id → released counts; a table that is missing is withheld
}

// View counts answers of the blocks another way.
//
// In one dimension every answer is in at most one group of all views. Of a municipality that has
// groups of its own in a dimension, the regional view counts only what those groups do not.
type View struct {
	By       survey.Dimension `json:"by"`
	Where    string           `json:"where"`              // municipality code of four digits or county code of two
	Question string           `json:"question,omitempty"` // that defines the dimension
	Groups   []Group          `json:"groups"`
}

// Group is one group of a view. Its key is an option of the question that defines the dimension, a
// language tag or a channel; neighbouring options that were put together are joined by a hyphen, as
// in "o1-o2", and what was put together of languages or channels is "other".
type Group struct {
	Key string           `json:"key"`
	N   int              `json:"n"`
	Q   map[string][]int `json:"q"` // a table that is missing is withheld, or by FirstMethod of the question that defines the view
}

// Withheld is something that has no numbers. It never says why. There are three kinds. With neither
// Block nor View it is what was asked and has no step 1 block of its own in the part: municipality,
// intervention and timing. With Block set it is one table of that block, with View set one table of
// a group of that view.
type Withheld struct {
	Part         int           `json:"part"` // index in Release.Parts, from 0
	Municipality string        `json:"municipality,omitempty"`
	Intervention string        `json:"intervention,omitempty"`
	Timing       survey.Timing `json:"timing,omitempty"`
	Block        *int          `json:"block,omitempty"` // index in the part's Blocks, from 0
	View         *int          `json:"view,omitempty"`  // index in the part's Views, from 0
	Group        string        `json:"group,omitempty"` // key of a group of that view
	Table        string        `json:"table,omitempty"`
}

// Audit counts tables: every table of every block, and of every group of a view.
type Audit struct {
	Asked     int `json:"asked"`     // certified + withheld
	Certified int `json:"certified"` // in the release
	Withheld  int `json:"withheld"`  // listed under withheld
}

// BatteryOf returns what a release says of a battery.
func BatteryOf(b *survey.Battery) Battery {
	said := Battery{ID: b.ID, Version: b.Version, Tables: map[string][]string{}}
	for _, q := range b.Questions {
		for _, t := range q.Tables() {
			said.Tables[t.ID] = t.Columns
		}
		if q.Kind == survey.Multi {
			if said.Most == nil {
				said.Most = map[string]int{}
			}
			said.Most[q.ID] = q.MostChosen()
		}
		if d := q.Defines(); d != "" {
			if said.Views == nil {
				said.Views = map[survey.Dimension]string{}
			}
			said.Views[d] = q.ID
		}
	}
	return said
}

// Ref names the battery and its version, as in "core@1".
func (b Battery) Ref() string { return b.ID + "@" + strconv.Itoa(b.Version) }

// Place returns where the answers of the block are from.
func (b Block) Place() survey.Place {
	switch {
	case b.Municipality != "":
		return survey.InMunicipality(b.Municipality)
	case b.Area != "":
		return survey.InArea(b.Area)
	}
	return survey.InRegion(b.Region)
}

// Place returns where the answers of the view are from: one municipality, or the whole region.
func (v View) Place() survey.Place {
	if survey.IsCountyCode(v.Where) {
		return survey.InRegion(v.Where)
	}
	return survey.InMunicipality(v.Where)
}

// String describes the block in one line of codes, for errors: "step 1 0581 OG028 before".
func (b Block) String() string {
	words := []string{"step", strconv.Itoa(b.Step), b.Place().Code}
	for _, word := range []string{b.Intervention, string(b.Timing)} {
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// Compare orders blocks by step, place, intervention and timing, as they stand in a part. It
// returns -1, 0 or 1; 0 means that the two are the same block.
func (b Block) Compare(other Block) int {
	return cmp.Or(
		cmp.Compare(b.Step, other.Step),
		cmp.Compare(b.Place().Code, other.Place().Code),
		cmp.Compare(b.Intervention, other.Intervention),
		cmp.Compare(b.Timing, other.Timing),
	)
}

// Compare orders parts by battery, base and first question, as they stand in a release.
func (p Part) Compare(other Part) int {
	return cmp.Or(cmp.Compare(p.Battery, other.Battery), cmp.Compare(p.Base, other.Base), cmp.Compare(p.first(), other.first()))
}

// first returns the first question of the part, or "".
func (p Part) first() string { return slices.Concat(p.Questions, []string{""})[0] }

// SharesPeople reports whether the questions of two parts of one battery were asked of the same people.
func (p Part) SharesPeople(other Part) bool {
	return p.Battery == other.Battery && slices.Equal(p.Asked, other.Asked)
}

// Compare orders what is withheld as it stands in a release: by part, first what was asked by
// municipality, intervention and timing, then tables of views by view, group and table id, then
// tables of blocks by block and id.
func (w Withheld) Compare(other Withheld) int {
	return cmp.Or(
		cmp.Compare(w.Part, other.Part),
		cmp.Compare(index(w.Block), index(other.Block)),
		cmp.Compare(index(w.View), index(other.View)),
		cmp.Compare(w.Group, other.Group),
		cmp.Compare(w.Municipality, other.Municipality),
		cmp.Compare(w.Intervention, other.Intervention),
		cmp.Compare(w.Timing, other.Timing),
		cmp.Compare(w.Table, other.Table),
	)
}

// index is the index of a block or view, or -1 where there is none.
func index(i *int) int {
	if i == nil {
		return -1
	}
	return *i
}
