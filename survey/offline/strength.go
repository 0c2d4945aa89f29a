package offline

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
)

// Strength is how hard a passphrase is to guess.
type Strength string

// The strengths, the weakest first.
const (
	Weak   Strength = "weak"
	Fair   Strength = "fair"
	Enough Strength = "enough"
	Strong Strength = "strong"
)

// What a passphrase needs, in bits of the estimated number of guesses. Each guess at a key file takes a
// second of one core (scrypt): whoever has ten thousand cores needs a thousand years for 2^50 and tries
// half of them on average. The estimate is too high by some bits for words that it does not know, which
// the rest is for. Answers wait under the key for half a year, and then it is destroyed.
const (
	fairBits   = 35
	enoughBits = 50
	strongBits = 70
)

// longestJudged is how many bytes are looked at: the estimate takes long for long texts, and this much
// is always strong unless it repeats itself.
const longestJudged = 100

// strengthOf estimates how hard a passphrase is to guess for somebody who knows the words it may be
// made of.
func (d *Desk) strengthOf(passphrase string, names ...string) (Strength, error) {
	judged := strings.ToLower(passphrase)
	if len(judged) > longestJudged {
		judged = judged[:longestJudged]
	}
	guesses := append(append([]string{}, names...), d.options.Guesses...)
	bits, err := bitsToGuess(judged, guesses)
	switch {
	case err != nil || bits < fairBits:
		return Weak, err
	case bits < enoughBits:
		return Fair, nil
	case bits < strongBits:
		return Enough, nil
	}
	return Strong, nil
}

// acceptable returns a passphrase as it is used, or why it is not. One that can be guessed is refused
// without a way around it: the key is all that stands between a stolen computer and everybody's
// answers, people take what they are offered, and the page suggests one that is strong. Who has a
// reason to want another has the command 'key new'.
func (d *Desk) acceptable(typedIn, again string, names ...string) (string, error) {
	passphrase, err := typed.Passphrase([]byte(typedIn))
	if err != nil {
		return "", err
	}
	if typedIn != again {
		return "", refuseWith("offline.passphrase.differ")
	}
	s, err := d.strengthOf(passphrase, names...)
	if err != nil {
		return "", err
	}
	if s == Weak || s == Fair {
		return "", refuseWith("offline.passphrase.weak")
	}
	return passphrase, nil
}

// suggestion returns a passphrase of 80 bits that nobody can guess, in groups that the eye can hold.
func suggestion() string {
	secret := strings.ToLower(survey.NewNonce())
	return strings.Join([]string{secret[0:4], secret[4:8], secret[8:12], secret[12:16]}, "-")
}

// sayStrength answers the meter of a form that somebody types into. What is typed stays on the computer.
func (d *Desk) sayStrength(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	s, err := d.strengthOf(c.PostForm("passphrase"), c.PostForm("name"))
	if err != nil {
		return err
	}
	d.JSON(c, http.StatusOK, map[string]string{"strength": string(s), "words": d.Printer(c).T("offline.strength." + string(s))})
	return nil
}
