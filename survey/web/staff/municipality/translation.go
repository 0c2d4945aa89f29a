package municipality

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

const (
	tasksPath       = "/replies"
	translationPath = tasksPath + "/:release/:intervention/:language"
	approvePath     = translationPath + "/approve"
)

// translators are those who may write or approve an answer in a language.
var translators = []survey.Role{survey.Steward, survey.Officer, survey.ReaderRole, survey.AmbassadorRole}

func (p *Pages) registerTranslations() {
	p.Read(tasksPath, []survey.Role{survey.ReaderRole, survey.AmbassadorRole}, inOwnWords(p.showTasks))
	p.Read(translationPath, translators, inOwnWords(p.showTranslation))
	p.Receive(translationPath, translators, p.receiveTranslation)
	p.Receive(approvePath, translators, p.approve)
}

// EnlistReplies adds the list of answers to the menu of those who read a language, after what is there.
func EnlistReplies(door *staff.Door) {
	door.EnlistFor("reader.replies", tasksPath, func(a survey.Actor) bool {
		return !a.Role.AtDesk() && len(a.Languages) > 0
	})
}

// inOwnWords leads to the page in Swedish where there are no words for it in the language that is asked
// for: whoever judges an answer reads it beside its Swedish.
func inOwnWords(h staff.Handler) staff.Handler {
	return func(c *gin.Context, desk *survey.Desk) error {
		tag := c.Param(page.LanguagePart)
		if slices.Contains(locales.LanguagesOf(locales.Municipality), tag) {
			return h(c, desk)
		}
		c.Redirect(http.StatusSeeOther, strings.Replace(c.Request.URL.EscapedPath(), "/"+tag+tasksPath, "/"+i18n.Source+tasksPath, 1))
		return nil
	}
}

// tasksPage lists answers that are not there yet in the languages of whoever reads it.
type tasksPage struct {
	staff.Base
	Tasks []taskView
}

type taskView struct {
	Name, Language, URL string
	State               survey.ReplyState
	Own                 bool
}

func (p *Pages) showTasks(c *gin.Context, desk *survey.Desk) error {
	content := tasksPage{Base: p.base(c, desk)}
	tasks, err := desk.ReplyTasks(c)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		l, known := i18n.Find(p.Languages(), t.Language)
		if !known {
			continue
		}
		content.Tasks = append(content.Tasks, taskView{
			t.Intervention.Name, l.Swedish, translationURL(content.Base, t.Release.ID, t.Intervention.ID, l.Tag), t.State(l.Tag), t.Own,
		})
	}
	p.templates.Render(c, http.StatusOK, "reply-tasks", content)
	return nil
}

// translationPage is an answer in another language, beside its Swedish.
type translationPage struct {
	staff.Base
	Name    string
	Release string // id
	About   string // id of the intervention
	In      i18n.Language
	Back    string
	Swedish survey.Reply
	Shown   survey.Reply // what participants read; the zero value where that is Swedish
	Older   bool         // and it says the same as an older Swedish
	Draft   survey.Reply // what waits for a second person; the zero value where nothing does
	Approve bool         // whoever reads the page may approve that
	Own     bool         // and would, but wrote it
	Given   survey.Reply
	Wrong   string
	Faults  map[string]string
}

// Said returns what the lines of a reply need.
func (t translationPage) Said(r survey.Reply) replyOn { return replyOn{t.Base, r} }

// Here returns the address of the page.
func (t translationPage) Here() string { return translationURL(t.Base, t.Release, t.About, t.In.Tag) }

func (p *Pages) translationBase(c *gin.Context, desk *survey.Desk) (translationPage, error) {
	content := translationPage{Base: p.base(c, desk), Release: c.Param("release"), About: c.Param("intervention"), Faults: map[string]string{}}
	var known bool
	content.In, known = i18n.Find(p.Languages(), c.Param("language"))
	if !known || content.In.Tag == i18n.Source {
		return content, page.ErrNoPage
	}
	about, err := desk.RepliedAbout(c, c.Param("release"), c.Param("intervention"), content.In.Tag)
	if err != nil {
		return content, err
	}
	content.Name, content.Swedish = about.Intervention.Name, about.Swedish()
	content.Shown, _ = survey.ReplyIn(about.Replies, about.Intervention.ID, content.In.Tag)
	content.Older = content.Shown.Source != "" && content.Shown.Source != content.Swedish.Mark()
	content.Given = content.Shown
	content.Back = content.Path(tasksPath)
	if desk.Actor().Role.AtDesk() {
		content.Back = replyURL(content.Base, c.Param("release"), c.Param("intervention"))
	}
	if draft, has := about.Draft(content.In.Tag); has {
		content.Given = draft.Reply
		if draft.Source == content.Swedish.Mark() {
			content.Draft = draft.Reply
			content.Own = draft.Staff == desk.Actor().ID
			content.Approve = !content.Own && desk.Actor().May(survey.ApproveReply, survey.Thing{Language: content.In.Tag})
		}
	}
	return content, nil
}

func (p *Pages) showTranslation(c *gin.Context, desk *survey.Desk) error {
	content, err := p.translationBase(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "reply-translation", content)
	return nil
}

// receiveTranslation keeps an answer in another language until a second person approves it.
func (p *Pages) receiveTranslation(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	content, err := p.translationBase(c, desk)
	if err != nil {
		return err
	}
	content.Given = survey.Reply{
		Release: c.Param("release"), Intervention: c.Param("intervention"), Language: content.In.Tag,
		Heard: c.PostForm("heard"), Text: c.PostForm("text"), Note: c.PostForm("note"), Source: c.PostForm("source"),
	}
	return p.done(c, content, desk.ProposeReply(c, content.Given))
}

// approve lets participants read what is proposed.
func (p *Pages) approve(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	content, err := p.translationBase(c, desk)
	if err != nil {
		return err
	}
	return p.done(c, content, desk.ApproveReply(c, c.Param("release"), c.Param("intervention"), content.In.Tag, c.PostForm("seen")))
}

// done leads back, or shows the form again with what is wrong.
func (p *Pages) done(c *gin.Context, content translationPage, err error) error {
	if err == nil {
		c.Redirect(http.StatusSeeOther, content.Back)
		return nil
	}
	var ok bool
	if content.Wrong, content.Faults, ok = p.faultsIn(content.Base, err); !ok {
		return err
	}
	p.templates.Render(c, page.StatusOf(survey.KindOf(err)), "reply-translation", content)
	return nil
}
