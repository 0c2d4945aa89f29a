package drafting

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// said is a comment as people read it.
type said struct {
	Who, Day, Text string
}

// saidOf returns the comments on a question, or on the battery as a whole.
func (p *pages) saidOf(b staff.Base, comments []survey.Comment, question string) []said {
	var list []said
	for _, comment := range comments {
		if comment.Question != question {
			continue
		}
		who := b.RoleIs(comment.Role)
		if m, known := p.service.Municipality(comment.Municipality); known {
			who += ", " + m.Name
		}
		list = append(list, said{who, b.Day(comment.Day), comment.Text})
	}
	return list
}

// referralPage is where a battery that is referred is read and commented on.
type referralPage struct {
	staff.Base
	line
	Questions []commented
	Whole     commented
	Takes     bool // comments are taken
	Before    int  // the version before; 0 for none
	Changes   []change
	List      string
	Preview   string
}

// commented is a question with what was said of it.
type commented struct {
	asked
	Said  []said
	Typed string // a comment that was refused
	Wrong string
	Kept  bool // a comment has just been kept
}

// With returns what the form for a comment needs.
func (r referralPage) With(q commented) any {
	return struct {
		commented
		Page referralPage
	}{q, r}
}

// Most is how many letters a comment has at most.
func (referralPage) Most() int { return survey.MostCommentLetters }

func (p *pages) referralPage(c *gin.Context, desk *survey.Desk) (referralPage, error) {
	draft, err := p.draft(c, desk)
	if err != nil {
		return referralPage{}, err
	}
	comments, err := desk.Comments(c, draft.Ref())
	if err != nil {
		return referralPage{}, err
	}
	content := referralPage{Base: p.base(c, desk)}
	content.line, content.List = p.lineOf(content.Base, desk, draft), content.Path(listPath)
	content.Preview = at(content.Base, draft.Ref(), "/preview")
	content.Before, content.Changes = p.changesOf(content.Base, draft.Now(p.words()))
	content.Takes = draft.State == survey.DraftReferred && !content.Over
	kept := c.Query("kept")
	content.Whole = commented{Said: p.saidOf(content.Base, comments, survey.WholeBattery), Kept: kept == wholeBattery}
	for _, q := range p.askedIn(content.Base, draft, comments) {
		content.Questions = append(content.Questions, commented{asked: q, Said: p.saidOf(content.Base, comments, q.ID), Kept: kept == q.ID})
	}
	return content, nil
}

func (p *pages) showReferral(c *gin.Context, desk *survey.Desk) error {
	content, err := p.referralPage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "referral", content)
	return nil
}

// comment keeps what somebody says of a question, or shows it again with what is wrong.
func (p *pages) comment(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	ref, question, text := c.Param("battery"), c.PostForm("question"), typed.Paragraphs(c.PostForm("text"))
	err := desk.CommentOnBattery(c, ref, question, text)
	kind := survey.KindOf(err)
	switch {
	case err == nil:
		at := question
		if question == survey.WholeBattery {
			at = wholeBattery
		}
		p.to(c, desk, ref, "/referral?kept="+at+"#"+at)
		return nil
	case kind != survey.Invalid && kind != survey.Conflict:
		return err
	}
	content, failed := p.referralPage(c, desk)
	if failed != nil {
		return errors.Join(err, failed)
	}
	wrong := func(q *commented) { q.Typed, q.Wrong = text, p.Say(c, err) }
	if question == survey.WholeBattery {
		wrong(&content.Whole)
	}
	for i := range content.Questions {
		if content.Questions[i].ID == question {
			wrong(&content.Questions[i])
		}
	}
	p.templates.Render(c, page.StatusOf(kind), "referral", content)
	return nil
}
