package release

import (
	"maps"
	"slices"
	"testing"

	"fragebatteri/survey"
)

// viewed returns a release with views by every dimension: 219 answers in five blocks, of which 0581
// has 114 in three.
func viewed(t testing.TB) Release {
	t.Helper()
	r := sample(t)
	p := &r.Parts[0]
	p.Blocks = []Block{
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After, N: 36, Q: plainTables(36)},
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: 48, Q: plainTables(48)},
		{Step: 4, Municipality: "0581", N: 30, Q: plainTables(30)},
		{Step: 5, Area: "Kinda–Ydre", N: 45, Q: plainTables(45)},
		{Step: 6, Region: "05", N: 60, Q: plainTables(60)},
	}
	p.Views = []View{
		{By: survey.ByChannel, Where: "05", Groups: []Group{group("ambassador", 30), group("other", 24)}},
		{By: survey.ByGender, Where: "05", Question: "K02", Groups: []Group{group("o1", 24), group("o2", 30)}},
		{By: survey.ByGender, Where: "0581", Question: "K02", Groups: []Group{group("o1", 21), group("o2", 33)}},
		{By: survey.ByLanguage, Where: "05", Groups: []Group{group("ar", 30), group("fa-AF", 24), group("other", 18)}},
		{By: survey.ByTime, Where: "05", Question: "K03", Groups: []Group{group("o1-o2", 24), group("o3", 33)}},
		{By: survey.ByTime, Where: "0581", Question: "K03", Groups: []Group{group("o2", 12)}},
	}
	r.Withheld = []Withheld{
		{Part: 0, Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
		{Part: 1, Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
		{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After},
		{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before},
		{Part: 1, Block: new(1), Table: "K09"},
	}
	r.Audit = r.Count()
	return r
}

// asFirst makes a release one of the first method, which was not mixed, tabulated the questions that
// define views too, and withheld tables of groups one by one: here one of a group of the first view.
func asFirst(r Release) Release {
	r.Method, r.Mixed, r.MadeUp = FirstMethod, 0, ""
	r.Batteries[0].Most, r.Batteries[0].Views = nil, nil
	r.Parts[0].Questions = []string{"K01", "K02", "K03", "K19"}
	for i, b := range r.Parts[0].Blocks {
		r.Parts[0].Blocks[i].Q, r.Parts[0].Blocks[i].OneSession = tablesOfMethod(r, "", b.N), false
	}
	for _, v := range r.Parts[0].Views {
		for i, g := range v.Groups {
			v.Groups[i].Q = tablesOfMethod(r, v.Question, g.N)
		}
	}
	groups := r.Parts[0].Views[0].Groups
	withhold(&r, Withheld{View: new(0), Group: groups[len(groups)-1].Key, Table: "K19.o3"})
	return r
}

// tablesOfMethod are the tables of n answers, for a view that a question defines or "".
func tablesOfMethod(r Release, question string, n int) map[string][]int {
	tables := plainTables(n)
	if r.Method == FirstMethod {
		tables["K02"], tables["K03"] = []int{n / 6 * 3, n - n/6*3, 0, 0, 0}, []int{3, 6, n - 9, 0, 0}
	}
	delete(tables, question)
	return tables
}

// withhold takes a table out of the release and lists it.
func withhold(r *Release, w Withheld) {
	p := r.Parts[w.Part]
	if w.Block != nil {
		delete(p.Blocks[*w.Block].Q, w.Table)
	} else {
		groups := p.Views[*w.View].Groups
		at := slices.IndexFunc(groups, func(g Group) bool { return g.Key == w.Group })
		delete(groups[at].Q, w.Table)
	}
	r.Withheld = append(r.Withheld, w)
	slices.SortFunc(r.Withheld, Withheld.Compare)
	r.Audit = r.Count()
}

// Places of the views in viewed.
const (
	channels = iota
	genders
	ownGenders
	languages
	times
	ownTimes
)

func view(r *Release, at int) *View { return &r.Parts[0].Views[at] }

// rename gives the groups of a view other keys.
func rename(r *Release, at int, keys ...string) {
	for i, key := range keys {
		view(r, at).Groups[i].Key = key
	}
}

// regroup makes a group of a view the size that is given.
func regroup(r *Release, at, place, n int) {
	v := view(r, at)
	v.Groups[place] = Group{Key: v.Groups[place].Key, N: n, Q: tablesOfMethod(*r, v.Question, n)}
}

// resize makes a block the size that is given.
func resize(r *Release, at, n int) {
	b := &r.Parts[0].Blocks[at]
	b.N, b.Q = n, tablesOfMethod(*r, "", n)
}

// addBattery adds a battery with the same questions.
func addBattery(r *Release, blocks []Block, views ...View) {
	kort := r.Batteries[0]
	kort.ID = "kort"
	kort.Views = maps.Clone(kort.Views)
	r.Batteries = append(r.Batteries, kort)
	r.Honesty["kort@1"] = sampleChecks()
	r.Parts = append(r.Parts,
		Part{Battery: "kort@1", Base: 3, K: 12, Questions: r.Parts[0].Questions, Blocks: blocks, Views: views},
		Part{Battery: "kort@1", Base: 5, K: 20, Questions: []string{"K09"}})
}

func TestViewsThatAreRight(t *testing.T) {
	for name, change := range map[string]func(r *Release){
		"of the first method":    func(r *Release) { *r = asFirst(*r) },
		"as they are":            func(*Release) {},
		"no views":               func(r *Release) { r.Parts[0].Views = nil },
		"of municipality alone":  func(r *Release) { v := &r.Parts[0].Views; *v = slices.Delete(*v, genders, ownGenders) },
		"others merged":          func(r *Release) { rename(r, times, "o1", "o2-o3") },
		"a script of a language": func(r *Release) { rename(r, languages, "fa-AF", "ku-Latn") },
		"one group in each place": func(r *Release) {
			view(r, times).Groups = view(r, times).Groups[1:]
			view(r, ownTimes).Groups[0].Key = "o1"
		},
		"nothing of a group, by the first method": func(r *Release) {
			*r = asFirst(*r)
			for _, table := range r.ViewTables(r.Parts[0], *view(r, languages)) {
				withhold(r, Withheld{View: new(languages), Group: "other", Table: table.ID})
			}
		},
		"nothing of a block": func(r *Release) { withhold(r, Withheld{Block: new(4), Table: "K01"}) },
		"another question in another battery": func(r *Release) {
			views := View{By: survey.ByGender, Where: "05", Question: "K03", Groups: []Group{group("o1", 12), group("o2", 18)}}
			addBattery(r, r.Parts[0].Blocks, views)
			r.Batteries[1].Views = map[survey.Dimension]string{survey.ByGender: "K03", survey.ByTime: "K02"}
			for _, timing := range []survey.Timing{survey.After, survey.Before} {
				r.Withheld = append(r.Withheld, Withheld{Part: 3, Municipality: "0581", Intervention: "OG028", Timing: timing})
			}
		},
		"another battery with fewer answers": func(r *Release) { addBattery(r, r.Parts[0].Blocks[3:4]) },
		"as many women as there can be":      func(r *Release) { *r = asFirst(*r); regroup(r, ownGenders, 0, 63) },
		"as many as leave one of each":       func(r *Release) { regroup(r, languages, 0, 174) },
		"96 answers in three blocks":         func(r *Release) { resize(r, 1, 30) },
	} {
		t.Run(name, func(t *testing.T) {
			r := viewed(t)
			change(&r)
			r.Audit = r.Count()
			read, err := Parse(canonical(t, r))
			if err != nil {
				t.Fatal(err)
			}
			if found := append(read.Check(), read.Against([]*survey.Battery{testBattery(t)})...); len(found) > 0 {
				t.Errorf("found %q", found)
			}
		})
	}
}

// By the first method, of sensitive questions fewer answers are counted, so they set no limit to the groups of ordinary
// ones.
func TestSensitiveQuestionDefines(t *testing.T) {
	r := asFirst(viewed(t))
	view(&r, genders).Question, view(&r, ownGenders).Question = "K09", "K09"
	for place, n := range []int{60, 30} {
		regroup(&r, genders, place, n)
		regroup(&r, ownGenders, place, 21)
	}
	r.Audit = r.Count()
	read, err := Parse(canonical(t, r))
	if err != nil {
		t.Fatal(err)
	}
	if found := read.Check(); len(found) > 0 {
		t.Errorf("found %q", found)
	}
}

// badViews are views that Parse refuses.
var badViews = map[string]struct {
	change func(r *Release)
	want   string
}{
	"unknown dimension":        {func(r *Release) { view(r, genders).By = "age" }, "there is no such dimension"},
	"no dimension":             {func(r *Release) { view(r, genders).By = "" }, "there is no such dimension"},
	"nowhere":                  {func(r *Release) { view(r, genders).Where = "" }, "no view of this place"},
	"name of a place":          {func(r *Release) { view(r, ownGenders).Where = "Linköping" }, "no view of this place"},
	"municipal by language":    {func(r *Release) { view(r, languages).Where = "0581" }, "view by language of 0581: there is no view of this place"},
	"municipal by channel":     {func(r *Release) { view(r, channels).Where = "0581" }, "view by channel of 0581: there is no view of this place"},
	"no question":              {func(r *Release) { view(r, genders).Question = "" }, `defined by the question ""`},
	"unknown question":         {func(r *Release) { view(r, times).Question = "K99" }, `defined by the question "K99"`},
	"multi-select defines":     {func(r *Release) { view(r, genders).Question = "K19" }, `defined by the question "K19"`},
	"table defines":            {func(r *Release) { view(r, genders).Question = "K19.o1" }, `defined by the question "K19.o1"`},
	"question of language":     {func(r *Release) { view(r, languages).Question = "K01" }, `defined by the question "K01"`},
	"words as question":        {func(r *Release) { view(r, channels).Question = "Vem?" }, `defined by the question "Vem?"`},
	"two questions of gender":  {func(r *Release) { *r = asFirst(*r); view(r, ownGenders).Question = "K01" }, "another view says otherwise"},
	"gender and time the same": {func(r *Release) { *r = asFirst(*r); view(r, times).Question, view(r, ownTimes).Question = "K02", "K02" }, "another view says otherwise"},
	"other part, other question": {func(r *Release) {
		*r = asFirst(*r)
		r.Parts[1].Views = []View{{By: survey.ByGender, Where: "05", Question: "K03", Groups: []Group{{Key: "o1"}}}}
	}, "another view says otherwise"},
	"not the battery's question": {func(r *Release) { view(r, genders).Question = "K03" }, `defined by the question "K03", and by its battery it is "K02"`},
	"no groups":                  {func(r *Release) { view(r, genders).Groups = nil }, "it has no groups"},
	"third gender":               {func(r *Release) { rename(r, genders, "o1", "o3") }, `a group called "o3"`},
	"gender not told":            {func(r *Release) { rename(r, genders, "na") }, `a group called "na"`},
	"genders merged":             {func(r *Release) { rename(r, genders, "o1-o2") }, `a group called "o1-o2"`},
	"no key":                     {func(r *Release) { rename(r, languages, "") }, `a group called ""`},
	"don't know":                 {func(r *Release) { rename(r, times, "dk") }, `a group called "dk"`},
	"option 0":                   {func(r *Release) { rename(r, times, "o0") }, `a group called "o0"`},
	"option that is not there":   {func(r *Release) { rename(r, times, "o1-o2", "o4") }, `a group called "o4"`},
	"merged with what is not":    {func(r *Release) { rename(r, times, "o1-o2", "o3-o4") }, `a group called "o3-o4"`},
	"three ends":                 {func(r *Release) { rename(r, times, "o1-o2-o3") }, `a group called "o1-o2-o3"`},
	"merged with itself":         {func(r *Release) { rename(r, times, "o1-o1") }, "group o1-o1 does not end after its beginning"},
	"backwards":                  {func(r *Release) { rename(r, times, "o2-o1") }, "group o2-o1 does not end after its beginning"},
	"time of others":             {func(r *Release) { rename(r, times, "o1", "other") }, `a group called "other"`},
	"name of a language":         {func(r *Release) { rename(r, languages, "arabiska") }, `a group called "arabiska"`},
	"language written oddly":     {func(r *Release) { rename(r, languages, "ar", "fa_AF") }, `a group called "fa_AF"`},
	"option as language":         {func(r *Release) { rename(r, languages, "o1") }, `a group called "o1"`},
	"unknown channel":            {func(r *Release) { rename(r, channels, "poster") }, `a group called "poster"`},
	"line break":                 {func(r *Release) { rename(r, channels, "group\n") }, "a group called"},
	"group twice":                {func(r *Release) { rename(r, genders, "o2", "o2") }, "group o2 stands twice or out of order"},
	"groups swapped":             {func(r *Release) { rename(r, languages, "fa-AF", "ar") }, "group ar stands twice or out of order"},
	"option in two groups":       {func(r *Release) { rename(r, times, "o1-o2", "o2") }, "group o2 stands twice or out of order"},
	"option in both ends":        {func(r *Release) { rename(r, times, "o1-o2", "o2-o3") }, "group o2-o3 stands twice or out of order"},
	"option within":              {func(r *Release) { rename(r, times, "o1", "o1-o3") }, "group o1-o3 stands twice or out of order"},
	"view twice":                 {func(r *Release) { v := r.Parts[0].Views; v[ownGenders] = v[genders] }, "view by gender of 05: it stands twice"},
	"views swapped":              {func(r *Release) { v := r.Parts[0].Views; v[genders], v[ownGenders] = v[ownGenders], v[genders] }, "out of order"},
	"what defines is counted":    {func(r *Release) { *r = asFirst(*r); view(r, genders).Groups[0].Q["K02"] = []int{24, 0, 0, 0, 0} }, `group o1: table "K02" is not of this part`},
	"table of another part":      {func(r *Release) { view(r, genders).Groups[0].Q["K09"] = []int{24} }, `table "K09" is not of this part`},
	"a column too few":           {func(r *Release) { view(r, genders).Groups[0].Q["K01"] = []int{24} }, "columns here and"},
	"withheld view":              {func(r *Release) { *r = asFirst(*r); r.Withheld[1].View = new(6) }, "names view 6"},
	"withheld view below 0":      {func(r *Release) { *r = asFirst(*r); r.Withheld[1].View = new(-1) }, "names view -1"},
	"withheld of no group":       {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Group = "self" }, `names group "self"`},
	"withheld of a view":         {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Group = "" }, `names group ""`},
	"withheld of no view":        {func(r *Release) { *r = asFirst(*r); r.Withheld[0].Group = "o1" }, "a group of no view"},
	"withheld group of block":    {func(r *Release) { *r = asFirst(*r); r.Withheld[5].Group = "o1" }, "a group of no view"},
	"withheld table of view":     {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Table = "K09" }, `names table "K09"`},
	"withheld what defines": {func(r *Release) {
		*r = asFirst(*r)
		r.Withheld[1] = Withheld{View: new(genders), Group: "o1", Table: "K02"}
	}, `names table "K02"`},
	"withheld view and block":        {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Block = new(0) }, "a table of a view and something else"},
	"withheld view and municipality": {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Municipality = "0581" }, "a table of a view and something else"},
	"withheld view and intervention": {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Intervention = "OG028" }, "a table of a view and something else"},
	"withheld view and timing":       {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Timing = survey.After }, "a table of a view and something else"},
	"withheld out of order": {func(r *Release) {
		*r = asFirst(*r)
		withhold(r, Withheld{View: new(genders), Group: "o1", Table: "K01"})
		r.Withheld[1], r.Withheld[2] = r.Withheld[2], r.Withheld[1]
	}, "out of order"},
	"withheld twice": {func(r *Release) { *r = asFirst(*r); r.Withheld = slices.Insert(r.Withheld, 1, r.Withheld[1]) }, "stands twice"},
}

func TestParseRefusesViews(t *testing.T) {
	s := newSigner(t)
	for name, c := range badViews {
		t.Run(name, func(t *testing.T) {
			r := viewed(t)
			c.change(&r)
			r.Audit = r.Count()
			wantRefused(t, canonical(t, r), c.want)
			wantProblem(t, Verify(s.Public(), []File{signed(s, "a.json", canonical(t, r))}), "a.json", c.want)
		})
	}
}

// badGroups are views whose numbers break a rule, or cannot have been drawn from the blocks. Each
// is signed again.
var badGroups = map[string]struct {
	change func(r *Release)
	want   string
}{
	"below k":                    {func(r *Release) { regroup(r, languages, 2, 9) }, "view by language of 05, group other: it has 9 answers; there must be 12"},
	"not a multiple":             {func(r *Release) { view(r, languages).Groups[2].N = 19 }, "group other: it has 19 answers"},
	"below a larger k":           {func(r *Release) { r.K, r.Parts[0].K = 24, 24 }, "group other: it has 18 answers; there must be 24"},
	"cannot be certain":          {func(r *Release) { view(r, genders).Groups[0].Q["K19.o1"] = []int{-3, 27} }, "group o1, table K19.o1: the count -3"},
	"another sum":                {func(r *Release) { view(r, genders).Groups[0].Q["K19.o1"] = []int{3, 24} }, "group o1, table K19.o1: the counts sum to 27"},
	"neither there nor withheld": {func(r *Release) { *r = asFirst(*r); delete(view(r, ownTimes).Groups[0].Q, "K02") }, "view by time of 0581, group o2, table K02: it is neither"},
	"both there and withheld":    {func(r *Release) { *r = asFirst(*r); view(r, channels).Groups[1].Q["K19.o3"] = []int{24, 0} }, "view by channel of 05, group other, table K19.o3: it is both"},
	"withheld elsewhere":         {func(r *Release) { *r = asFirst(*r); r.Withheld[1].Group = "ambassador" }, "group other, table K19.o3: it is neither"},
	"one group":                  {func(r *Release) { view(r, languages).Groups = view(r, languages).Groups[:1] }, "base 3: by language there is only the group ar"},
	"93 answers":                 {func(r *Release) { resize(r, 1, 27) }, "view by time of 0581: the municipality has 93 answers in 3 blocks; there must be 96 in 3"},
	"two blocks":                 {func(r *Release) { resize(r, 0, 78); r.Parts[0].Blocks[2].Municipality = "0580" }, "view by gender of 0581: the municipality has 126 answers in 2 blocks"},
	"no block of its own":        {func(r *Release) { view(r, ownTimes).Where = "0584" }, "view by time of 0584: the municipality has 0 answers in 0 blocks"},
	"more than all":              {func(r *Release) { *r = asFirst(*r); regroup(r, languages, 0, 180) }, "views by language: the groups have 222 answers and the blocks only 219"},
	"more than its own":          {func(r *Release) { *r = asFirst(*r); regroup(r, ownGenders, 0, 84) }, "view by gender of 0581: the groups have 117 answers and the blocks only 114"},
	"one group in two places": {func(r *Release) {
		view(r, times).Groups = view(r, times).Groups[:1]
		rename(r, times, "o2")
	}, "base 3: by time there is only the group o2"},
	"region and municipality together": {func(r *Release) { *r = asFirst(*r); regroup(r, times, 0, 87); regroup(r, times, 1, 123) },
		"views by time: the groups have 222 answers and the blocks only 219"},
	"more of an option": {func(r *Release) { view(r, languages).Groups[0].Q["K01"] = []int{30, 0, 0, 0, 0, 0, 0} },
		"views by language, table K01: the groups have at least 30 answers o1 and the blocks at most 25"},
	"more of an option in a municipality": {func(r *Release) { view(r, ownGenders).Groups[0].Q["K01"] = []int{21, 0, 0, 0, 0, 0, 0} },
		"view by gender of 0581, table K01: the groups have at least 20 answers o1 and the blocks at most 15"},
	"more than a block withholds": {func(r *Release) {
		withhold(r, Withheld{Block: new(2), Table: "K01"})
		regroup(r, languages, 0, 90)
		view(r, languages).Groups[0].Q["K01"] = []int{90, 0, 0, 0, 0, 0, 0}
	}, "views by language, table K01: the groups have at least 90 answers o1 and the blocks at most 50"},
	"less of an option": {func(r *Release) {
		*r = asFirst(*r)
		regroup(r, channels, 0, 108)
		regroup(r, channels, 1, 105)
		delete(view(r, channels).Groups[1].Q, "K19.o3")
		r.Parts[0].Blocks[4].Q["K01"] = []int{3, 51, 0, 3, 0, 3, 0}
	}, "views by channel, table K01: the blocks have at least 49 answers o2 and the groups at most 4, and only 6 are in no group"},
	"more women than there are": {func(r *Release) { *r = asFirst(*r); regroup(r, ownGenders, 0, 66) },
		"view by gender of 0581, group o1: it has 66 answers and the blocks at most 63"},
	"women of another battery": {func(r *Release) {
		*r = asFirst(*r)
		addBattery(r, r.Parts[0].Blocks)
		regroup(r, ownGenders, 0, 66)
	}, "core@1 base 3, view by gender of 0581, group o1: it has 66 answers and the blocks at most 63"},
	"women of a municipality twice": {func(r *Release) { *r = asFirst(*r); regroup(r, genders, 0, 57) },
		"view by gender of 05, group o1: it has 57 answers and the blocks at most 55"},
	"more of two options": {func(r *Release) { *r = asFirst(*r); regroup(r, times, 0, 66) }, "view by time of 05, group o1-o2: it has 66 answers and the blocks at most 65"},
	"more women in the sensitive part": {func(r *Release) {
		*r = asFirst(*r)
		b := r.Parts[1].Blocks
		b[0].N, b[0].Q, b[1].N = 100, map[string][]int{"K09": {10, 5, 15, 60, 5, 0, 5}}, 115
		women := Group{Key: "o1", N: 120, Q: map[string][]int{"K09": {10, 5, 15, 80, 5, 0, 5}}}
		r.Parts[1].Views = []View{{By: survey.ByGender, Where: "05", Question: "K02", Groups: []Group{women}}}
	}, "core@1 base 5, view by gender of 05, group o1: it has 120 answers and the blocks at most 118"},
	"nearly all":                   {func(r *Release) { regroup(r, channels, 0, 192) }, "view by channel of 05, group ambassador: its 192 answers do not keep 6 apart"},
	"nearly all of a municipality": {func(r *Release) { regroup(r, ownGenders, 1, 99) }, "view by gender of 0581, group o2: its 99 answers do not keep 6 apart"},
	"all in one block": {func(r *Release) {
		*r = asFirst(*r)
		r.Parts[0].Blocks = slices.Delete(r.Parts[0].Blocks, 3, 4)
	}, "view by gender of 05, group o2: its 30 answers do not keep 6 apart"},
	"chosen by nobody": {func(r *Release) { view(r, genders).Groups[0].Q["K19"] = []int{3, 18, 0, 3, 0} }, "group o1, table K19.o3: at least 22 chose it and at most 5"},
	"a table that is missing": {func(r *Release) { withhold(r, Withheld{View: new(times), Group: "o3", Table: "K01"}) },
		"view by time of 05, group o3, table K01: it is not there; views are shown whole or not at all"},
	"groups that are everybody": {func(r *Release) { regroup(r, languages, 0, 177) },
		"by language its groups have 219 answers of 219, and each of them left out one at least"},
	"views of 93": {func(r *Release) {
		r.Parts[0].Blocks = r.Parts[0].Blocks[2:]
		resize(r, 0, 15)
		resize(r, 1, 30)
		resize(r, 2, 48)
	},
		"core@1 base 3: it has views, and 93 answers in 3 blocks; there must be 96 in 3"},
	"views of two blocks": {func(r *Release) { r.Parts[0].Blocks = r.Parts[0].Blocks[3:] },
		"core@1 base 3: it has views, and 105 answers in 2 blocks; there must be 96 in 3"},
	"audit": {func(r *Release) { r.Parts[0].Views = r.Parts[0].Views[:ownTimes]; r.Audit.Asked++ }, "the audit says"},
}

func TestVerifyFindsBadGroups(t *testing.T) {
	s := newSigner(t)
	for name, c := range badGroups {
		t.Run(name, func(t *testing.T) {
			r := viewed(t)
			c.change(&r)
			wantProblem(t, Verify(s.Public(), []File{signed(s, "a.json", canonical(t, r))}), "a.json", c.want)
		})
	}
}
