package sealing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// questionOf is the question of the core battery that defines a dimension.
var questionOf = map[survey.Dimension]string{"gender": "D1", "time": "D3"}

// keyIn is the group of a dimension that somebody belongs to, or "".
func keyIn(d survey.Dimension, s survey.Submission) string {
	switch d {
	case "language":
		return s.Language
	case "channel":
		return string(s.Channel)
	}
	values := append(s.Answers[questionOf[d]], "")
	if !strings.HasPrefix(values[0], "o") || d == "gender" && values[0] == "o3" {
		return ""
	}
	return values[0]
}

// checkViews looks for those who belong in each group, given everybody's block,
// and holds the groups against that.
func (r *recount) checkViews(p release.Part, in []int) (list []rounding) {
	if len(p.Views) > 0 && (p.Answers() < 96 || len(p.Blocks) < 3) {
		r.Errorf("%s: there are views of %d answers in %d blocks", p, p.Answers(), len(p.Blocks))
	}
	for _, v := range p.Views {
		if v.Question != questionOf[v.By] {
			r.Errorf("%s is defined by %q", v, v.Question)
		}
		if len(v.Where) == 4 {
			r.checkLarge(p, v)
		}
		for _, g := range v.Groups {
			where := fmt.Sprintf("%s, group %s", v, g.Key)
			members, shared := r.groupOf(p, v, g, in)
			r.checkSize(where, g.N, (len(members)-1)/3*3, r.k)
			r.checkSessions(where, 3, members, len(members)-g.N)
			for block, n := range shared {
				if p.Blocks[block].N-n < 6 || g.N-n < 6 {
					r.Errorf("%s has %d answers, %d of them of a block of %d", where, g.N, n, p.Blocks[block].N)
				}
			}
			list = append(list, r.checkTables(where, p, g.Counted(), members, r.Tables(p))...)
		}
	}
	return list
}

// groupOf returns the members of a group, and how many of them are in each
// block. Of a block that would lack fewer than six, nobody is in the group.
func (r *recount) groupOf(p release.Part, v release.View, g release.Group, in []int) (members []survey.Submission, shared map[int]int) {
	all := map[int][]survey.Submission{}
	for i, s := range r.sent {
		if in[i] >= 0 && r.belongs(p, v, g.Key, p.Blocks[in[i]].Municipality, keyIn(v.By, s)) {
			all[in[i]] = append(all[in[i]], s)
		}
	}
	shared = map[int]int{}
	for block, of := range all {
		if p.Blocks[block].N-len(of) >= 6 {
			members = append(members, of...)
			shared[block] = len(of)
		}
	}
	return members, shared
}

// belongs reports whether somebody with this key, in a block of this
// municipality ("" for several), counts in the group of a view.
func (r *recount) belongs(p release.Part, v release.View, group, municipality, key string) bool {
	is := func(g release.Group) bool { return covers(g.Key, key) }
	if len(v.Where) == 4 {
		return municipality == v.Where && covers(group, key)
	}
	own := func(other release.View) bool {
		return other.By == v.By && other.Where == municipality && slices.ContainsFunc(other.Groups, is)
	}
	if key == "" || slices.ContainsFunc(p.Views, own) {
		return false
	}
	return covers(group, key) || group == "other" && !slices.ContainsFunc(v.Groups, is)
}

// covers reports whether a group with a key such as "so" or "o1-o2" is of that
// key.
func covers(group, key string) bool {
	first, last, merged := strings.Cut(group, "-o")
	return group == key || merged && first <= key && key <= "o"+last
}

// checkLarge makes sure that a municipality that has a view of its own has 96
// answers in three blocks, and that it is not by language or channel.
func (r *recount) checkLarge(p release.Part, v release.View) {
	n, blocks := 0, 0
	for _, b := range p.Blocks {
		if b.Municipality == v.Where {
			n += b.N
			blocks++
		}
	}
	if n < 96 || blocks < 3 || v.By != "gender" && v.By != "time" {
		r.Errorf("%s: the municipality has %d answers in %d blocks", v, n, blocks)
	}
}

// checkParticipation counts who came to gatherings.
func (r *recount) checkParticipation() {
	came := map[string]int{}
	for _, ciphertext := range r.file.Answers {
		s := r.read(ciphertext)
		if s.Channel != survey.Self && !slices.Contains(r.file.Discarded, s.Tag) {
			came[s.Municipality]++
		}
	}
	shown := 0
	for _, p := range r.Participation {
		n := came[p.Municipality]
		if p.Received == nil {
			if n >= r.k+2 {
				r.Errorf("participation of %s is not shown, and %d came", p.Municipality, n)
			}
			continue
		}
		shown++
		if got := *p.Received; got%3 != 0 || got < r.k || got > n+2 || got < n-2 || p.Announced < n || p.Announced%3 != 0 {
			r.Errorf("participation of %s: %d of %d, and %d came", p.Municipality, got, p.Announced, n)
		}
	}
	if shown < 3 || shown == len(r.Participation) {
		r.Errorf("participation is shown of %d municipalities of %d", shown, len(r.Participation))
	}
}

// countable are the names in a release that stand before numbers. All of them
// are released counts, sizes of what was counted, or indices of lists.
var countable = regexp.MustCompile(`^(k|base|mixed|version|step|n|part|block|view|announced|received|asked|certified|withheld|[A-Z][0-9]+(\.o[0-9]+)?)$`)

// checkNumbers makes sure that there is no number in the release but whole ones
// that are counted there, and none among words.
func (r *recount) checkNumbers() {
	text, err := r.Canonical()
	must(r, err)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var whole any
	must(r, decoder.Decode(&whole))
	r.checkNumber("", whole)
	for _, checks := range r.Honesty {
		for name, word := range checks {
			if !regexp.MustCompile(`^[a-z_]+$`).MatchString(word) {
				r.Errorf("honesty, %s: %q is no word", name, word)
			}
		}
	}
}

func (r *recount) checkNumber(name string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, value := range v {
			r.checkNumber(name, value)
		}
	case []any:
		for _, value := range v {
			r.checkNumber(name, value)
		}
	case json.Number:
		if strings.Contains(v.String(), ".") || !countable.MatchString(name) {
			r.Errorf("the release says that %s is %s", name, v)
		}
	}
}
