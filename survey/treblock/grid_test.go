package treblock

// grid is the joint chances of two counts: of fromX+i and fromY+j, chance[i·h+j].
type grid struct {
	fromX, fromY, w, h int
	chance             []float64
}

func newGrid(w, h int) grid { return grid{w: w, h: h, chance: make([]float64, w*h)} }

// noAnswers is the counts of no answers.
func noAnswers() grid { return grid{w: 1, h: 1, chance: []float64{1}} }

func (g grid) each(f func(x, y int, chance float64)) {
	for i, chance := range g.chance {
		if chance > 0 {
			f(g.fromX+i/g.h, g.fromY+i%g.h, chance)
		}
	}
}

// plus returns the chances of the sums of two independent pairs of counts.
func (g grid) plus(other grid) grid {
	sum := newGrid(g.w+other.w-1, g.h+other.h-1)
	for i, chance := range g.chance {
		if chance == 0 {
			continue
		}
		for k := range other.w {
			to := sum.chance[(i/g.h+k)*sum.h+i%g.h:]
			for l, d := range other.chance[k*other.h : (k+1)*other.h] {
				to[l] += chance * d
			}
		}
	}
	sum.fromX, sum.fromY = g.fromX+other.fromX, g.fromY+other.fromY
	return sum.trimmed(1e-9)
}

// times returns the chances of the sums of so many independent pairs that are alike.
func (g grid) times(n int) grid {
	total, power := noAnswers(), g
	for ; n > 0; n /= 2 {
		if n%2 == 1 {
			total = total.plus(power)
		}
		if n > 1 {
			power = power.plus(power)
		}
	}
	return total
}

// trimmed returns the grid without what is less likely than least.
func (g grid) trimmed(least float64) grid {
	x0, y0, x1, y1 := g.w, g.h, 0, 0
	for i, chance := range g.chance {
		if chance < least {
			g.chance[i] = 0
			continue
		}
		x0, y0, x1, y1 = min(x0, i/g.h), min(y0, i%g.h), max(x1, i/g.h+1), max(y1, i%g.h+1)
	}
	t := newGrid(x1-x0, y1-y0)
	t.fromX, t.fromY = g.fromX+x0, g.fromY+y0
	for i := range t.w {
		copy(t.chance[i*t.h:(i+1)*t.h], g.chance[(x0+i)*g.h+y0:])
	}
	return t
}
