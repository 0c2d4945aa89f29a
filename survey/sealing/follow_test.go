package sealing_test

import (
	"maps"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/treblock"
)

// follow finds out with the test's own key what became of each answer of a
// round, and compares it with what the release says.
func (w *world) follow(round survey.Round, next *survey.Round, file survey.PendingFile, sealed sealing.Sealed) {
	opened, counted := map[int]survey.Submission{}, map[int]survey.Submission{}
	for _, ciphertext := range file.Answers {
		if s, is := w.open(round, ciphertext); is {
			number := w.read(s)
			if _, twice := opened[number]; twice {
				w.Errorf("%s: answer %d is there twice", round.Name, number)
			}
			opened[number] = s
			mixed, err := sealing.Counted(file, w.Private(round), s, ciphertext)
			ok(w, err)
			counted[number] = mixed
		}
	}
	waiting := w.waiting(next, sealed, opened)
	released := map[int]survey.Submission{}
	for number, s := range opened {
		if w.k[s.Origin] > sealed.Release.K {
			w.Errorf("%s: answer %d was promised k %d and is in a round of %d", round.Name, number, w.k[s.Origin], sealed.Release.K)
		}
		switch {
		case slices.Contains(file.Discarded, s.Tag):
			w.end(number, "discarded")
		case waiting[number]:
			// its end comes in a later round
		default:
			w.end(number, "released or destroyed")
			released[number] = counted[number]
		}
	}
	d := sealed.Record.Disposal
	if d.Answers+d.Destroyed != len(released) || d.Waiting != len(waiting) {
		w.Errorf("%s: %d answers are neither discarded nor waiting, %d wait, and the record says %+v", round.Name, len(released), len(waiting), d)
	}
	w.checkBlocks(round, sealed, released)
	if next != nil {
		w.checkCounts(round, sealed.Release, released)
	}
}

// end notes the end of an answer, which it has once.
func (w *world) end(number int, fate string) {
	if earlier, has := w.ended[number]; has {
		w.Errorf("answer %d was %s, and is %s", number, earlier, fate)
	}
	w.ended[number] = fate
}

// open reads what a person sent; what was stored as noise is not it.
func (w *world) open(round survey.Round, ciphertext []byte) (survey.Submission, bool) {
	plaintext, err := w.Private(round).Decrypt(round.ID, ciphertext)
	if err != nil {
		return survey.Submission{}, false
	}
	s, err := survey.ParseSubmission(plaintext)
	ok(w, err)
	return s, len(s.Answers) >= len(digits)
}

// waiting opens the answers that go on to the next round and makes sure that
// they are the same but for how long they have waited.
func (w *world) waiting(next *survey.Round, sealed sealing.Sealed, opened map[int]survey.Submission) map[int]bool {
	numbers := map[int]bool{}
	long, largest, of := 0, 0, map[string]int{}
	for _, p := range sealed.Record.Waiting {
		s, is := w.open(*next, p.Ciphertext)
		number := w.read(s)
		was, known := opened[number]
		if !is || !known || numbers[number] {
			w.Fatalf("answer %d waits, and was not there or waits twice", number)
		}
		numbers[number] = true
		if was.Waited >= treblock.Patience {
			long++
			of[s.Tag]++
			largest = max(largest, of[s.Tag])
		}
		was.Waited++
		if !maps.EqualFunc(was.Answers, s.Answers, slices.Equal[[]string]) {
			w.Errorf("answer %d changed while it waited", number)
		}
		was.Answers, s.Answers = nil, nil
		if string(encode(w, was)) != string(encode(w, s)) {
			w.Errorf("answer %d was %+v and waits as %+v", number, was, s)
		}
	}
	// Who has waited two rounds may be counted in the whole region. Who waits on
	// was shed, at most two from a block, or is one of too few even there: fewer
	// than k, or two beside one session.
	blocks := 0
	for _, part := range sealed.Release.Parts {
		if part.Base == 3 {
			blocks += len(part.Blocks)
		}
	}
	if most := 2*blocks + max(sealed.Release.K-1, largest+2); long > most {
		w.Errorf("%d answers wait on that have waited two rounds; %d could", long, most)
	}
	return numbers
}

func encode(w *world, s survey.Submission) []byte {
	text, err := s.Pad(1024)
	ok(w, err)
	return text
}

// checkBlocks compares the sizes of blocks with the answers they can be of.
func (w *world) checkBlocks(round survey.Round, sealed sealing.Sealed, released map[int]survey.Submission) {
	final := sealed.Record.Disposal.Next == ""
	area := map[string]string{}
	for _, a := range round.Areas {
		for _, code := range a.Municipalities {
			area[code] = a.Name
		}
	}
	of := func(part release.Part, b release.Block, s survey.Submission) bool {
		// Sensitive questions are counted of people who are released already:
		// they do not wait for these alone.
		patient := final || part.Sensitive() || s.Waited >= treblock.Patience
		switch treblock.Step(b.Step) {
		case treblock.InterventionTiming:
			return b.Municipality == s.Municipality && b.Intervention == s.Intervention && b.Timing == s.Timing
		case treblock.Intervention:
			return b.Municipality == s.Municipality && b.Intervention == s.Intervention
		case treblock.SharedIntervention:
			return b.Intervention == s.Intervention
		case treblock.Municipality:
			return b.Municipality == s.Municipality
		case treblock.Area:
			return patient && b.Area == area[s.Municipality]
		}
		return patient
	}
	for _, part := range sealed.Release.Parts {
		total := 0
		for _, b := range part.Blocks {
			total += b.N
			if b.N < round.K || b.N < part.K || b.N%part.Base != 0 || part.Base == 5 && b.N < 20 {
				w.Errorf("%s: block %s has %d answers, k is %d", round.Name, b, b.N, round.K)
			}
			can := 0
			for _, s := range released {
				if of(part, b, s) {
					can++
				}
			}
			if b.N > can {
				w.Errorf("%s: block %s has %d answers of %d that can be in it", round.Name, b, b.N, can)
			}
		}
		if part.Base == 3 && total != sealed.Record.Disposal.Answers || total > sealed.Record.Disposal.Answers {
			w.Errorf("%s: blocks of base %d hold %d answers, and %d are released: one is in two blocks, or in none",
				round.Name, part.Base, total, sealed.Record.Disposal.Answers)
		}
	}
}

// checkCounts compares what is released with the answers that were: a count is
// at most two wrong in each block.
func (w *world) checkCounts(round survey.Round, r release.Release, released map[int]survey.Submission) {
	part := r.Parts[slices.IndexFunc(r.Parts, func(p release.Part) bool { return p.Base == 3 })]
	for _, t := range r.Tables(part) {
		if slices.ContainsFunc(part.Blocks, func(b release.Block) bool { return b.Q[t.ID] == nil }) {
			continue
		}
		q, _ := w.battery.Question(t.Question)
		wrong := make([]int, len(t.Columns))
		for _, s := range released {
			wrong[slices.Index(t.Columns, q.Column(t, s.Answers[q.ID]))]--
		}
		for _, b := range part.Blocks {
			for i, n := range b.Q[t.ID] {
				wrong[i] += n
			}
		}
		for i, n := range wrong {
			if max(n, -n) > 2*len(part.Blocks) {
				w.Errorf("%s, table %s: over %d blocks the count of %s is wrong by %d", round.Name, t.ID, len(part.Blocks), t.Columns[i], n)
			}
		}
	}
}
