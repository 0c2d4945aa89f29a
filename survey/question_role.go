package survey

import (
	"fmt"
	"slices"
)

// QuestionRole is what a question is for beside being counted. What is made of the
// answers goes by the role and never by the id, so that any battery can have it.
type QuestionRole string

// The roles. A battery has each of them at most once. What its options mean is
// the same in every battery; the words are the battery's own.
const (
	RoleHelp   QuestionRole = "help"   // did anybody help: o1 no, o2 somebody read or explained, o3 somebody chose answers
	RoleFrank  QuestionRole = "frank"  // how many questions could be answered honestly: o1 none, o2 some, o3 most, o4 all
	RoleGender QuestionRole = "gender" // defines the view by gender: o1 is women and o2 men, further options get no group
	RoleTime   QuestionRole = "time"   // defines the view by time in Sweden: options from short to long
)

// roleNeeds says what a question must be to have a role.
var roleNeeds = map[QuestionRole]struct {
	what string
	met  func(Question) bool
}{
	RoleHelp:   {"a choice of 3 options", func(q Question) bool { return q.Kind == Choice && q.Own == 3 }},
	RoleFrank:  {"a scale of 4 steps that is not reverse", func(q Question) bool { return q.Kind == Scale && q.steps == 4 && !q.Reverse }},
	RoleGender: {"a choice that is not sensitive, because its view says who answered what", definesView},
	RoleTime:   {"a choice that is not sensitive, because its view says who answered what", definesView},
}

func definesView(q Question) bool { return q.Kind == Choice && !q.Sensitive }

// Defines returns the dimension that answers to the question define, or "".
func (q Question) Defines() Dimension {
	switch q.Role {
	case RoleGender:
		return ByGender
	case RoleTime:
		return ByTime
	}
	return ""
}

// InRole returns the battery's question with a role.
func (b *Battery) InRole(role QuestionRole) (Question, bool) {
	i := slices.IndexFunc(b.Questions, func(q Question) bool { return role != "" && q.Role == role })
	if i < 0 {
		return Question{}, false
	}
	return b.Questions[i], true
}

// roleProblem says why the question cannot have its role, or "".
func (q Question) roleProblem() string {
	needs, known := roleNeeds[q.Role]
	switch {
	case q.Role == "":
		return ""
	case !known:
		return fmt.Sprintf("there is no role called %q; help, frank, gender and time are the only ones", q.Role)
	case !needs.met(q):
		return fmt.Sprintf("a question with the role %s is %s", q.Role, needs.what)
	}
	return ""
}
