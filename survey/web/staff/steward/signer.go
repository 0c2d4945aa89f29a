package steward

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
)

// largestKey is the most bytes that a form with the public key of a signer has.
const largestKey = 16 << 10

// signerPage is where a steward says with which key releases are signed.
type signerPage struct {
	setupPage
	Signer   string // that is there
	Former   []formerLine
	Exported []string // names of rounds that may have been sealed, and are not imported
	Typed    string
	Unsure   bool // the box has to be ticked
}

// formerLine is a signer that was replaced.
type formerLine struct{ Key, Day string }

func (p *pages) signerPage(c *gin.Context, desk *survey.Desk) (signerPage, error) {
	host, err := desk.Host(c)
	if err != nil {
		return signerPage{}, err
	}
	former, err := desk.FormerSigners(c)
	if err != nil {
		return signerPage{}, err
	}
	rounds, err := desk.Rounds(c)
	content := signerPage{setupPage: p.setupPage(c, desk), Signer: host.Signer}
	content.Version = survey.VersionOf(host.Signer)
	for _, f := range slices.Backward(former) {
		content.Former = append(content.Former, formerLine{f.PublicKey, content.Day(f.Until)})
	}
	for _, r := range rounds {
		if r.State == survey.RoundExported {
			content.Exported = append(content.Exported, r.Name)
		}
	}
	return content, err
}

func (p *pages) showSigner(c *gin.Context, desk *survey.Desk) error {
	content, err := p.signerPage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "setup-signer", content)
	return nil
}

func (p *pages) setSigner(c *gin.Context, desk *survey.Desk) error {
	file, err := page.ReadFormWithFile(c, "file", largestKey)
	if err != nil {
		return err
	}
	given := c.Request.PostForm.Get("key")
	if len(file) > 0 {
		given = string(file)
	}
	content, err := p.signerPage(c, desk)
	if err != nil {
		return err
	}
	key := publicKeyIn(given)
	err = survey.CheckSigner(key)
	switch {
	case isSecret(given):
		err = survey.Fail(survey.Invalid, "signer.secret")
	case err == nil && content.Signer != "" && content.Signer != key && c.Request.PostForm.Get("sure") == "":
		err, content.Unsure = survey.Fail(survey.Invalid, "sure"), true
	case err == nil:
		err = desk.SetSigner(c, key, formVersion(c))
	}
	if err == nil {
		p.toStep(c, content.Base, survey.StepSigner)
		return nil
	}
	status, ok := 0, false
	if content.Wrong, status, ok = p.refusal(c, content.Base, err); !ok {
		return err
	}
	if survey.CheckSigner(key) == nil && !isSecret(given) {
		content.Typed = key // nothing else is sent back: it may be a secret
	}
	p.templates.Render(c, status, "setup-signer", content)
	return nil
}

// publicKeyIn returns the public key in what somebody pasted: the key alone, or what 'signer new'
// printed.
func publicKeyIn(text string) string {
	var printed struct {
		PublicKey string `json:"public_key"`
	}
	if json.Unmarshal([]byte(text), &printed) == nil && printed.PublicKey != "" {
		return printed.PublicKey
	}
	return strings.Trim(typed.Line(text), `"'`)
}

// isSecret reports whether a text is the file of a private key, protected or not.
func isSecret(text string) bool {
	var file struct {
		Secret []byte `json:"secret"`
	}
	return strings.Contains(text, "AGE ENCRYPTED FILE") || json.Unmarshal([]byte(text), &file) == nil && len(file.Secret) > 0
}
