package authors

import (
	"slices"
	"strings"

	"fragebatteri/survey"
)

// optionTexts returns the words of a question's options, in their order.
func optionTexts(w survey.Worded, q survey.Question, language string) []string {
	var texts []string
	for _, option := range q.Options() {
		texts = append(texts, w.Word(language, q.TextKey(option)))
	}
	return texts
}

// options compares the answers of a question. An answer in another place whose words are the same has moved;
// one in the same place whose words are new, while the old are gone, was worded anew.
func (d *difference) options(old, q survey.Question) {
	was, is := optionTexts(d.before, old, d.source), optionTexts(d.after, q, d.source)
	if slices.Equal(was, is) {
		return
	}
	reworded := map[string]bool{}
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] && !slices.Contains(is, was[i]) && !slices.Contains(was, is[i]) {
			d.words("answer", q.ID, was[i], is[i])
			reworded[was[i]], reworded[is[i]] = true, true
		}
	}
	for _, text := range is {
		if !slices.Contains(was, text) && !reworded[text] {
			d.add("answer.added", q.ID, "To", text)
		}
	}
	for _, text := range was {
		if !slices.Contains(is, text) && !reworded[text] {
			d.add("answer.removed", q.ID, "From", text)
		}
	}
	kept := func(texts, others []string) []string {
		return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return !slices.Contains(others, text) })
	}
	if from, to := kept(was, is), kept(is, was); !slices.Equal(from, to) {
		d.add("answer.order", q.ID, "To", strings.Join(is, " / "))
	}
}

// order tells which questions stand in another place among those that both versions have: as few as can be
// moved to get from one order to the other.
func (d *difference) order() {
	ids := func(of, other *survey.Battery) []string {
		var list []string
		for _, q := range of.Questions {
			if _, has := other.Question(q.ID); has {
				list = append(list, q.ID)
			}
		}
		return list
	}
	was, is := ids(d.before.Battery, d.after.Battery), ids(d.after.Battery, d.before.Battery)
	stayed := longestRising(was, is)
	for i, id := range is {
		switch {
		case slices.Contains(stayed, id):
		case i == 0:
			d.add("moved.first", id)
		default:
			d.add("moved", id, "After", is[i-1])
		}
	}
}

// longestRising returns a longest list of ids that stand in the same order in both lists.
func longestRising(was, is []string) []string {
	var best [][]string // best[i] ends with is[i]
	var longest []string
	for i, id := range is {
		list := []string{}
		for j := range i {
			if slices.Index(was, is[j]) < slices.Index(was, id) && len(best[j]) > len(list) {
				list = best[j]
			}
		}
		best = append(best, append(slices.Clone(list), id))
		if len(best[i]) > len(longest) {
			longest = best[i]
		}
	}
	return longest
}

// translations compares the texts of one language, where the source has stayed as it was.
func (d *difference) translations(language string) {
	added := 0
	seen := map[string]bool{}
	for _, q := range d.after.Battery.Questions {
		for _, key := range textsOf(q) {
			from, to := d.before.Word(language, key), d.after.Word(language, key)
			if from == to || seen[key] {
				continue
			}
			seen[key] = true
			switch {
			case from == "":
				added++
			case d.before.Word(d.source, key) == d.after.Word(d.source, key):
				d.words("translation", q.ID, from, to)
				d.found[len(d.found)-1].Language = language
			}
		}
	}
	if added > 0 {
		d.found = append(d.found, Change{Code: "translated", Language: language, Args: []any{"N", added}})
	}
}
