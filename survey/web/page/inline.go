package page

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"strings"
)

// inlined are the style sheets and scripts that a page has in it, so that a phone on a slow network
// has all of the page with one response. They are noted as the page is made: its policy allows these,
// by their hashes, and nothing else that stands in the page.
type inlined struct {
	styles, scripts []string
	records         bool // it plays what it has made itself
}

// ownScripts lets a page load our scripts by their addresses. A policy cannot name one file without
// the name of the host, which a proxy may have changed; nothing that people send in is served as a
// script.
const ownScripts = "'self'"

// Style returns style sheets as one element of the page. Templates call it in the head.
func (b Base) Style(names ...string) template.HTML {
	text := b.text(names, "\n")
	b.inlined.styles = append(b.inlined.styles, hashSource(text))
	return template.HTML("<style>" + text + "</style>")
}

// Sheet returns the style sheet that the pages around the form have beside the common ones.
func (Base) Sheet() string { return "around.css" }

// Script returns scripts as one element of the page, of which a fault stops the rest. Templates call
// it at the end: the element runs where it stands, and finds what stands before it.
func (b Base) Script(names ...string) template.HTML {
	text := b.text(names, "\n;") // a line that begins with a bracket would go on with the one before
	b.inlined.scripts = append(b.inlined.scripts, hashSource(text))
	return template.HTML("<script>" + text + "</script>")
}

// ScriptFile returns an element that loads a script from its own address: for one that is large, or
// whose licence wants it to be a file of its own. What is in the page and needs it stands after it.
func (b Base) ScriptFile(name string) template.HTML {
	b.inlined.scripts = append(b.inlined.scripts, ownScripts)
	return template.HTML(`<script src="` + b.assets.Address(name) + `"></script>`)
}

// text returns files one after the other.
func (b Base) text(names []string, between string) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = b.assets.Text(name)
	}
	return strings.Join(texts, between)
}

// hashSource returns what a policy allows a style sheet or script in a page by.
func hashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// filePolicy lets a page load nothing but our own files and send forms nowhere but to us. Only what
// pages have in them runs, so no file is a script.
const filePolicy = "default-src 'none';style-src 'self';img-src 'self' data:;font-src 'self';media-src 'self';" +
	"connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'"

// contentPolicy returns the policy of a page that has been made.
func (b Base) contentPolicy() string {
	policy := filePolicy
	if len(b.inlined.styles) > 0 {
		policy = strings.Replace(policy, "style-src 'self'", "style-src 'self' "+strings.Join(b.inlined.styles, " "), 1)
	}
	if len(b.inlined.scripts) > 0 {
		policy += ";script-src " + strings.Join(b.inlined.scripts, " ")
	}
	if b.Frames {
		policy += ";frame-src 'self'"
	}
	if b.Framed {
		// It is only looked at, also by whoever opens it outside the frame.
		policy = strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1) + ";sandbox allow-same-origin"
	}
	if b.inlined.records {
		policy = strings.Replace(policy, "media-src 'self'", "media-src 'self' blob:", 1)
	}
	return policy
}
