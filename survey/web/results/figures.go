package results

// mostFigures is up to how many answers each is a figure of its own; above that
// ten figures stand for all.
const (
	mostFigures = 24
	tenFigures  = 10
	figureWidth = 12 // of one figure in the drawing
)

// PeoplePerFigure returns how many people a figure stands for where all are n: about so many if it
// is more than one.
func (s Summary) PeoplePerFigure() int {
	if s.N <= mostFigures {
		return 1
	}
	return (s.N + tenFigures/2) / tenFigures
}

// Figures returns the width of the drawing in which a row of figures stands for
// all answers.
func (c count) Figures() int {
	if c.N <= mostFigures {
		return c.N * figureWidth
	}
	return tenFigures * figureWidth
}

// Chosen returns how much of that width stands for those who chose the option,
// in whole figures.
func (c count) Chosen() int {
	figures := c.Figures() / figureWidth
	return (2*figures*c.Count + c.N) / (2 * c.N) * figureWidth
}
