package honesty

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"unique"

	"fragebatteri/survey/release"
)

const (
	alikePercent = 60 // so many of a hundred questions, or more, have the same mixed answer in two rows that are alike
	minQuestions = 15 // of a shorter form, rows are alike by chance too often
	leastMadeUp  = 4  // rows that say some, once a lot has moved their number
	surest       = 4  // how many times likelier a word becomes, at most, by what one person answered
)

// MadeUp says in one word for a whole round whether answers look made up: many alike in one
// session, or more than were announced. It is given the mixed answers that are counted, each once;
// how many answers came beyond those that were announced; and the lots of the release. The word is
// release.TooFew where nobody was asked 15 questions. Errors are those of the lots.
//
// Whoever holds a code can send the same form over and over, or empty ones. Two copies of a row
// still have the same mixed answer to a question with m legal ones with the probability
//
//	(1−q)² + (1−(1−q)²)/m
//
// 69 % with m = 7, and two rows of people about 30 %, so that of two dozen questions 60 % are a
// clear line between them; empty rows are copies like any others. A session has together alike the
// largest number of rows each of which is alike to all but one as many (compare the h-index).
// People too answer alike, when they choose the same step all the way through or skip most
// questions; two and a fifth of the session are therefore allowed. What is beyond that is added up
// over sessions, and with the answers that nobody announced. Some is four of them, many more than a
// tenth of all answers as well.
//
// The word gives away hardly anything of a person, even to somebody who made up all other rows. One
// row changes the number of its session by at most one, whatever the others are, and that of no
// other session. A lot then moves the sum by k with the probability 3/5·4^−|k| (the geometric
// mechanism: A. Ghosh, T. Roughgarden and M. Sundararajan, SIAM Journal on Computing 41(6), 2012),
// so that no word is more than four times likelier with one row than with another: whoever thought
// it as likely as not that somebody sent an empty form, or just these answers, is at most 80 % sure
// afterwards. Of an answer to one question it says no more than mixing allows in any case, because
// it is made of mixed answers. The price is that the lot alone says some of 3 rounds in 1,000.
//
// Simulated with the core battery, what is found in at least 80 % of rounds: 13 rows that are
// copies, or empty, in a session of 18, 18 of 30, 38 of the 100 of a poster, and 9 each in two of
// 10. In one small session they are too few to be told from chance, and what is made up with care,
// each form another, looks like people. Where 35 % of people skip most questions and 10 % all of
// them, some is said in 15 of 1,000 rounds of ten sessions.
func MadeUp(counted []Person, unannounced int, lots io.Reader) (string, error) {
	long := slices.DeleteFunc(slices.Clone(counted), func(p Person) bool { return len(p.Form) < minQuestions })
	suspect, all := unannounced+tooAlike(long), len(long)
	moved, err := lot(lots)
	if err != nil {
		return "", fmt.Errorf("move the number of answers that look made up: %w", err)
	}
	return madeUpWord(suspect+moved, all), nil // mutation: moved
}

// madeUpWord words how many of all answers look made up.
func madeUpWord(suspect, all int) string {
	switch {
	case all == 0:
		return release.TooFew
	case suspect < leastMadeUp:
		return "none"
	case suspect*10 <= all:
		return "some"
	}
	return "many"
}

// row is what a person answered, in the order of the questions.
type row []unique.Handle[string]

// tooAlike adds up over sessions how many rows are alike beyond those that people send. Everybody in a
// session is asked the same.
func tooAlike(people []Person) int {
	sessions := map[string][]row{} // by tag
	for _, a := range people {
		r := make(row, len(a.Form))
		for i, q := range a.Form {
			r[i] = unique.Make(strings.Join(a.Answers[q.ID], " "))
		}
		sessions[a.Tag] = append(sessions[a.Tag], r)
	}
	sum := 0
	for _, rows := range sessions {
		sum += max(0, together(rows)-allowed(len(rows)))
	}
	return sum
}

// allowed is how many rows of a session may be alike.
func allowed(rows int) int { return 2 + rows/5 }

// together returns the largest n for which n of the rows are each alike to n−1 others. One row more
// or less changes it by one at most, and so does another in its place: the others that had n−1
// still have n−2.
func together(rows []row) int {
	others := make([]int, len(rows)) // by row: how many are alike to it
	for i, x := range rows {
		for j, y := range rows[:i] {
			if x.alike(y) {
				others[i]++
				others[j]++
			}
		}
	}
	slices.SortFunc(others, func(x, y int) int { return y - x })
	n := 0
	for n < len(others) && others[n] >= n {
		n++
	}
	return n
}

func (r row) alike(other row) bool {
	same := 0
	for i := range min(len(r), len(other)) {
		if r[i] == other[i] {
			same++
		}
	}
	return same*100 >= alikePercent*len(r)
}

// lot draws k with the probability (s−1)/(s+1)·s^−|k|, where s is surest.
func lot(random io.Reader) (int, error) {
	up, err := run(random)
	if err != nil {
		return 0, err
	}
	down, err := run(random)
	return up - down, err
}

// run draws how many times in a row one number of surest comes up.
func run(random io.Reader) (int, error) {
	for n := 0; ; n++ {
		drawn, err := rand.Int(random, big.NewInt(surest))
		if err != nil || drawn.Sign() != 0 {
			return n, err
		}
	}
}
