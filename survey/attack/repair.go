package attack

import "slices"

// maxCandidates is how many repairs of a world are compared before one is made.
const maxCandidates = 12

// repair draws some repairs and makes the one that leaves the least violation; now and then it
// takes another, so that it does not go in circles. It changes neither the answer of the fixed
// person nor the count of the goal's cell. It reports whether it made one.
func (s *search) repair(fixed int, g goal) bool {
	var best []change
	least := 0
	for range maxCandidates {
		repair := s.drawRepair(fixed)
		spoilsGoal := func(c change) bool { return s.changesCell(c, g) }
		if len(repair) == 0 || slices.ContainsFunc(repair, spoilsGoal) {
			continue
		}
		violation := s.violationAfter(repair)
		if len(best) == 0 || violation < least || s.rnd.IntN(50) == 0 {
			best, least = repair, violation
		}
	}
	for _, c := range best {
		s.apply(c)
	}
	return len(best) > 0
}

// violationAfter returns the violation that the world would have after some changes.
func (s *search) violationAfter(changes []change) int {
	before := len(s.undoLog)
	for _, c := range changes {
		s.apply(c)
	}
	violation := s.violation
	s.undo(before)
	return violation
}

// changesCell reports whether a change would alter the count of the goal's cell. It never does
// where the goal is about a class.
func (s *search) changesCell(c change, g goal) bool {
	if g.group < 0 || !slices.Contains(s.groupsOf[s.class[c.person]], g.group) {
		return false
	}
	inCell := func(v value) bool { return s.column(v, g.facet) == g.column }
	return inCell(s.answer[c.person]) != inCell(c.to)
}

// drawRepair draws changes that bring the drift of a violated table closer together: one person's,
// or an exchange of two people's. It returns nil when it finds none.
func (s *search) drawRepair(fixed int) []change {
	t := s.violated[s.rnd.IntN(len(s.violated))]
	group, facet := t.id.group, t.id.facet
	boundary, lower := s.drawBoundary(t)
	// Below the boundary are its column and those before it. An answer that goes up takes one off
	// the running sum there.
	onWrongSide := func(p int) bool { return (s.column(s.answer[p], facet) <= boundary) == lower }
	person, ok := s.drawMember(group, func(p int) bool { return p != fixed && onWrongSide(p) })
	if !ok {
		return nil
	}
	if groups := s.groupsOf[s.class[person]]; len(groups) > 1 && s.rnd.IntN(2) == 0 {
		if shared := groups[s.rnd.IntN(len(groups))]; shared != group {
			other, ok := s.drawMember(shared, func(p int) bool {
				return p != fixed && !onWrongSide(p) && !slices.Contains(s.groupsOf[s.class[p]], group)
			})
			if ok {
				return s.exchange(person, other)
			}
		}
	}
	to := s.drawColumnAcross(boundary, lower, s.width(facet))
	return []change{{person, s.toward(s.answer[person], facet, to, s.rnd)}}
}

// exchange returns the changes by which two people swap answers.
func (s *search) exchange(person, other int) []change {
	return []change{{person, s.answer[other]}, {other, s.answer[person]}}
}

// drawBoundary draws one of the columns at which a table has drifted most to one side, and says
// whether the running sum there has to become lower.
func (s *search) drawBoundary(t *worldTable) (column int, lower bool) {
	low, high := t.spread()
	lower = high > 0 && (low == 0 || s.rnd.IntN(2) == 0)
	extreme := low
	if lower {
		extreme = high
	}
	found := 0
	for j, d := range t.drift {
		if d == extreme {
			if found++; s.rnd.IntN(found) == 0 {
				column = j
			}
		}
	}
	return column, lower
}

// drawColumnAcross draws a column on the other side of a boundary, the nearest half of the time.
func (s *search) drawColumnAcross(boundary int, up bool, width int) int {
	nearest := s.rnd.IntN(2) == 0
	switch {
	case up && nearest:
		return boundary + 1
	case up:
		return boundary + 1 + s.rnd.IntN(width-boundary-1)
	case nearest:
		return boundary
	}
	return s.rnd.IntN(boundary + 1)
}
