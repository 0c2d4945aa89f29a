package browsertest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey/audio"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// record makes clips of one question in Swedish. What is in them does not
// matter: the browser's player is watched, not heard.
func record(t *testing.T, in *surveytest.Instance, ref, id string) (dir string, keys []string) {
	t.Helper()
	battery, err := in.Battery(ref)
	if err != nil {
		t.Fatal(err)
	}
	question, _ := battery.Question(id)
	keys = question.Keys()
	dir = t.TempDir()
	folder := filepath.Join(dir, battery.ID, "sv")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	p := surveytest.Catalog(t).Printer("sv")
	for _, key := range keys {
		for name, content := range map[string]string{key + ".mp3": "sound", key + ".hash": audio.Mark(p.T(key))} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir, keys
}

func TestListening(t *testing.T) {
	chromium(t)
	s := newScene(t)
	dir, keys := record(t, s.in, s.round.Batteries[0], "K01")
	s.server = webtest.Server(t, s.in.Service, os.DirFS(dir))
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	eval[bool](p, `(() => {
		window.played = []
		HTMLMediaElement.prototype.play = function () {
			const part = document.querySelectorAll('.reading')
			played.push(new URL(this.src).pathname + ' ' + part.length)
			setTimeout(() => this.onended && this.onended())
			return Promise.resolve()
		}
		return true
	})()`)
	p.begin()
	p.await(`!document.querySelector("` + speaker + `").hidden`)
	if n := eval[int](p, `played.length`); n != 0 {
		t.Errorf("%d clips were played before anybody asked", n)
	}
	p.tap(speaker)
	p.await(`played.length === 5 && !document.querySelector('.reading')`)
	var want []string
	for _, key := range keys {
		want = append(want, "/audio/core/sv/"+key+" 1")
	}
	if got := eval[[]string](p, `played`); !slices.Equal(got, want) {
		t.Errorf("played %q, one part highlighted at a time; want %q", got, want)
	}
	p.tap(forward)
	if !eval[bool](p, `document.querySelector("`+speaker+`").hidden`) {
		t.Error("a question without clips offers to be played, and this browser has no voice")
	}
}

// TestClipsArePlayedByOnePlayer is on a phone that lets only the first two players
// play, and tells by no promise whether one does.
func TestClipsArePlayedByOnePlayer(t *testing.T) {
	chromium(t)
	s := newScene(t)
	dir, keys := record(t, s.in, s.round.Batteries[0], "K01")
	s.server = webtest.Server(t, s.in.Service, os.DirFS(dir))
	for name, answer := range map[string]string{"refused": "Promise.reject(new Error('no touch'))", "silent": "undefined"} {
		t.Run(name, func(t *testing.T) {
			p := newPhone(t, small)
			p.before(`(() => {
				let players = 0
				window.played = []
				window.Audio = class {
					constructor() { this.number = ++players }
					pause() {}
					play() {
						if (this.number > 2) return ` + answer + `
						played.push(this.number + ' ' + this.src)
						setTimeout(() => this.onended())
						return ` + strings.Replace(answer, "Promise.reject(new Error('no touch'))", "Promise.resolve()", 1) + `
					}
				}
			})()`)
			p.open(s.formURL("sv"))
			p.goTo("K01")
			var want []string
			for range 2 {
				p.tap(speaker)
				for _, key := range keys {
					want = append(want, "1 /audio/core/sv/"+key)
				}
				p.await(`!document.querySelector('.reading')`)
				p.isReading(speaker, false)
			}
			if got := eval[[]string](p, `played`); !slices.Equal(got, want) {
				t.Errorf("played %q, want %q", got, want)
			}
		})
	}
}

// TestClipThatDoesNotCome has the network go before a clip is there.
func TestClipThatDoesNotCome(t *testing.T) {
	chromium(t)
	s := newScene(t)
	dir, _ := record(t, s.in, s.round.Batteries[0], "K01")
	s.server = webtest.Server(t, s.in.Service, os.DirFS(dir))
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.goTo("K01")
	p.offline(true)
	p.tap(speaker)
	p.await(`document.querySelector("` + speaker + `").getAttribute('aria-pressed') === 'false'`)
	p.isReading(speaker, false)
}
