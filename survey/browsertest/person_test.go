package browsertest

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/survey/surveytest"
)

// person uses pages as people do: by the words on their buttons, links and fields, as they are on the
// screen. Words are given by their keys, or as they are where they are of no key.
type person struct {
	*phone
	words *i18n.Catalog
	tag   string // of the language that they read
}

// newPerson gives somebody a browser of their own, who reads a language.
func newPerson(t testing.TB, tag string, screen size) person {
	t.Helper()
	p := newPhone(t, screen)
	p.authenticator()
	return person{p, surveytest.Catalog(t), tag}
}

// said returns the words of a key, and what has no key as it is.
func (p person) said(key string) string {
	if !p.words.Has(key) {
		return key
	}
	return surveytest.Plain(p.words.Text(p.tag, key))
}

// marking marks what can be seen, is one of the elements, and says exactly some words; where nothing does,
// what begins with them. It is false unless there is one such thing, or several that lead to the same page.
const marking = `((selector, words) => {
	if (document.readyState !== 'complete') return false
	const says = el => el.textContent.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim()
	const seen = [...document.querySelectorAll(selector)].filter(el => el.checkVisibility())
	const exactly = seen.filter(el => says(el) === words)
	const found = exactly.length ? exactly : seen.filter(el => says(el).startsWith(words + ' '))
	document.querySelectorAll('[data-found]').forEach(el => el.removeAttribute('data-found'))
	if (!found.length || found.length > 1 && !found.every(el => el.href && el.href === found[0].href)) return false
	const one = found[0].matches('label') && %[3]t ? found[0].control : found[0]
	one.dataset.found = ''
	return true
})(%[1]q, %[2]q)`

// found is the element that was found.
const found = `[data-found]`

func (p person) find(selector, words string, control bool) {
	p.t.Helper()
	mark := fmt.Sprintf(marking, selector, p.said(words), control)
	if !comes(p.ctx, func(limit context.Context) (is bool) {
		err := chromedp.Run(limit, chromedp.Evaluate(mark, &is))
		return err == nil && is
	}) {
		p.run() // says what the page was if the browser is gone
		p.t.Fatalf("after %v no %s says %q, or several do\n%s", patience, selector, p.said(words), eval[string](p.phone, `location.href + "\n" + document.body.innerText`))
	}
}

// leads touches what was found and waits for the page that it leads to, unless that is this one.
func (p person) leads() {
	p.t.Helper()
	if eval[bool](p.phone, `document.querySelector('`+found+`').matches('[href^="#"]')`) {
		p.tap(found)
		return
	}
	eval[bool](p.phone, `window.left = true`)
	p.tap(found)
	p.await(`!window.left && document.readyState === 'complete'`)
}

// press presses a button that leads to another page, follow a link.
func (p person) press(words string) { p.t.Helper(); p.find("button", words, false); p.leads() }

func (p person) follow(words string) { p.t.Helper(); p.find("a", words, false); p.leads() }

// unfold opens what is folded.
func (p person) unfold(words string) { p.t.Helper(); p.find("summary", words, false); p.tap(found) }

// pressBelow presses a button of a part of the page.
func (p person) pressBelow(part, words string) {
	p.t.Helper()
	p.find(part+" button", words, false)
	p.leads()
}

// write writes into a field instead of what is in it.
func (p person) write(field, text string) {
	p.t.Helper()
	p.find("label", field, true)
	eval[any](p.phone, `(el => { el.focus(); el.select() })(document.querySelector('`+found+`'))`)
	p.run(input.InsertText(text))
	if is := eval[string](p.phone, `document.querySelector('`+found+`').value`); is != text {
		p.t.Fatalf("in %s stands %q, and %q was written", p.said(field), is, text)
	}
}

// tick makes a box or one of several choices ticked, or not.
func (p person) tick(choice string, on bool) {
	p.t.Helper()
	p.find("label", choice, true)
	const ticked = `document.querySelector('` + found + `').checked`
	if eval[bool](p.phone, ticked) == on {
		return
	}
	p.find("label", choice, false)
	p.tap(found)
	p.find("label", choice, true)
	if eval[bool](p.phone, ticked) != on {
		p.t.Fatalf("%s was touched, and is not %t", p.said(choice), on)
	}
}

// pick takes the first line of a list that begins with some words.
func (p person) pick(list, line string) {
	p.t.Helper()
	p.find("label", list, true)
	if !eval[bool](p.phone, fmt.Sprintf(`((list, words) => {
		const option = [...list.options].find(one => one.text.trim().startsWith(words))
		if (!option) return false
		list.value = option.value
		return list.dispatchEvent(new Event('change', {bubbles: true}))
	})(document.querySelector('%s'), %q)`, found, p.said(line))) {
		p.t.Fatalf("%s has no line %s", p.said(list), p.said(line))
	}
}

// attach chooses a file.
func (p person) attach(field, file string) {
	p.t.Helper()
	p.find("label", field, true)
	p.run(chromedp.SetUploadFiles(found, []string{file}))
}

// download presses a button that saves a file, and returns where it is.
func (p person) download(words string) string {
	p.t.Helper()
	ctx, forget := untilTheEnd(startBrowser(p.t), p.t)
	defer forget()
	dir := p.t.TempDir()
	names := map[string]string{}
	saved := make(chan string, 1)
	chromedp.ListenBrowser(ctx, func(event any) {
		switch e := event.(type) {
		case *chrome.EventDownloadWillBegin:
			names[e.GUID] = e.SuggestedFilename
		case *chrome.EventDownloadProgress:
			if name, ours := names[e.GUID]; ours && e.State == chrome.DownloadProgressStateCompleted {
				saved <- name
			}
		}
	})
	if err := chrome.SetDownloadBehavior(chrome.SetDownloadBehaviorBehaviorAllow).
		WithBrowserContextID(p.profile).WithDownloadPath(dir).WithEventsEnabled(true).Do(inBrowser(ctx)); err != nil {
		p.t.Fatal(err)
	}
	p.find("button", words, false)
	p.tap(found)
	select {
	case name := <-saved:
		return filepath.Join(dir, name)
	case <-ctx.Done():
		p.t.Fatalf("%s saved no file", p.said(words))
		return ""
	}
}

// reads waits until the page says something.
func (p person) reads(words string) {
	p.t.Helper()
	p.await(fmt.Sprintf(`document.readyState === 'complete' && document.body.innerText.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').includes(%q)`,
		strings.Join(strings.Fields(p.said(words)), " ")))
}

// copies returns what an element says, to write it somewhere else.
func (p person) copies(selector string) string {
	p.t.Helper()
	p.await(fmt.Sprintf(`document.readyState === 'complete' && document.querySelector(%q)`, selector))
	return surveytest.Plain(p.text(selector))
}
