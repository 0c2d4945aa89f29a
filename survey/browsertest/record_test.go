package browsertest

import (
	"bytes"
	"encoding/binary"
	"math"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// spoken is for how many seconds microphones hear a voice, after a silence and before another.
const spoken = 0.4

// speak gives the microphones something to hear. They begin anew each time they are opened: only one
// phone uses them at a time.
func speak(t *testing.T) {
	t.Helper()
	const rate = 48_000
	var sound bytes.Buffer
	samples := make([]int16, rate*8)
	for i := range samples {
		if at := float64(i)/rate - 0.5; at >= 0 && at < spoken {
			wave := math.Sin(2*math.Pi*220*at) + math.Sin(2*math.Pi*660*at)/2 + math.Sin(2*math.Pi*1500*at)/3
			samples[i] = int16(math.MaxInt16 * 0.3 * wave / 1.6)
		}
	}
	for _, part := range []any{
		[]byte("RIFF"), uint32(36 + 2*len(samples)), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2 * rate), uint16(2), uint16(16),
		[]byte("data"), uint32(2 * len(samples)), samples,
	} {
		if err := binary.Write(&sound, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(browser.says, sound.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// studio is a service in whose data folder Tigrinya is recorded.
type studio struct {
	*scene
	clips *audio.Folder
}

func newStudio(t *testing.T) studio {
	t.Helper()
	host := surveytest.Host
	host.BaseURL = "http://127.0.0.1"
	in := surveytest.ServiceOf(t, host)
	s := &scene{t: t, in: in, round: in.Begin("2026-H2")}
	s.session, _ = in.Gather(s.round)
	dir := t.TempDir()
	s.server = webtest.Recorder(t, in.Service, dir)
	clips, err := audio.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return studio{s, clips}
}

// reader returns the phone of somebody who may record, and a browser for what would take long on it.
func (s studio) reader(who survey.Staff) (*phone, webtest.Browser) {
	s.t.Helper()
	_, secret := s.in.SignIn(who)
	p := newPhone(s.t, small)
	p.run(network.SetCookie("staff", secret).WithURL(s.server.URL))
	return p, s.server.As(secret)
}

var (
	oneReader   = survey.Staff{Role: survey.ReaderRole, Label: "Läsare i Kisa", Languages: []string{"ti", "ar", "sv"}}
	otherReader = survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Languages: []string{"ti"}}
)

func (s studio) path(key string) string { return "/staff/sv/clips/ti/core/" + key }

// proposed returns what has been recorded of a text and not been approved, or nil.
func (s studio) proposed(key string) []byte {
	s.t.Helper()
	words := surveytest.Catalog(s.t).Printer("ti")
	battery, err := s.in.Battery(s.round.Batteries[0])
	if err != nil {
		s.t.Fatal(err)
	}
	sound, _, err := s.clips.Listen(audio.Script{Battery: battery, Language: "ti", Text: func(key string) string { return words.T(key) }}, key)
	if err != nil && survey.KindOf(err) != survey.NotFound {
		s.t.Fatal(err)
	}
	return sound
}

// inState waits until the page for recording is in a state.
func (p *phone) inState(state string) {
	p.t.Helper()
	p.await(`document.querySelector('#recorder:not([hidden])') && document.getElementById('recorder').dataset.state === '` + state + `'`)
}

// read presses the button, lets the voice speak, and stops when it is silent again.
func (p *phone) read() {
	p.t.Helper()
	p.inState("ready")
	eval[bool](p, `(() => {
		const recorder = document.getElementById('recorder')
		window.levels = []
		new MutationObserver(() => levels.push(recorder.dataset.level)).observe(recorder, {attributeFilter: ['data-level']})
		return true
	})()`)
	p.tap("#start")
	p.inState("reading")
	p.await(`levels.includes('good') && levels[levels.length - 1] === 'low'`)
	p.tap("#stop")
}

// What one person records and another approves is heard in the next round, by those who answer in
// that language: whole, without the silence around it, and not distorted.
func TestRecordingIsHeard(t *testing.T) {
	chromium(t)
	speak(t)
	s := newStudio(t)
	p, one := s.reader(oneReader)
	q, other := s.reader(otherReader)
	p.open(s.url(s.path("K01")))
	p.read()
	p.inState("good")
	if text := p.text("#seconds"); !strings.Contains(text, "1 / 20") {
		t.Errorf("a recording of 0.8 seconds is %q", text)
	}
	p.tap("#hear")
	p.inState("heard")
	p.tap("#keep")
	p.await(`location.pathname === '` + s.path("scale.know.o1") + `' && document.getElementById('waiting').hidden`)
	mp3 := s.proposed("K01")
	heard := p.decode(s.path("K01") + "/listen")
	if length, err := audio.Length(mp3); err != nil || math.Abs(length.Seconds()-heard.Length) > 0.01 || heard.Length < spoken+0.3 || heard.Length > spoken+0.55 {
		t.Errorf("it lasts %.2f seconds in the browser, %v by its frames (%v); the voice lasted %.1f", heard.Length, length, err, spoken)
	}
	if heard.Begins < 0.05 || heard.Begins > 0.3 || heard.Level < 0.1 || heard.Level > 0.2 || heard.Peak > 0.98 {
		t.Errorf("the voice begins after %.2f seconds, and is as loud as %.2f, %.2f at its loudest", heard.Begins, heard.Level, heard.Peak)
	}

	q.open(s.url("/staff/sv/clips/ti"))
	q.tap(`a[href="` + s.path("K01") + `"]`)
	q.await(`document.querySelector('#recorded audio')`)
	q.tap("#recorded button")
	q.await(`location.pathname === '/staff/sv/clips/ti'`)
	battery, err := s.in.Battery(s.round.Batteries[0])
	if err != nil {
		t.Fatal(err)
	}
	question, _ := battery.Question("K01")
	for _, key := range question.Keys()[1:] {
		one.Do(http.MethodPost, s.path(key)+"?mark="+audio.Mark(surveytest.Catalog(t).Printer("ti").T(key)), string(mp3))
		id := other.Get(s.path(key)).Find("main form [name=id]").AttrOr("value", "")
		other.Post(s.path(key)+"/approve", url.Values{"id": {id}})
	}

	s.round = s.in.Begin("2027-H1")
	s.session, _ = s.in.Gather(s.round)
	r := newPhone(t, small)
	r.before(`(() => {
		window.played = []
		const play = HTMLMediaElement.prototype.play
		HTMLMediaElement.prototype.play = function () {
			const address = new URL(this.src).pathname
			this.addEventListener('pause', () => played.push(address + ' ' + (this.ended && this.currentTime > 0.6)), {once: true})
			return play.call(this)
		}
	})()`)
	r.open(s.formURL("ti"))
	r.goTo("K01")
	r.tap(speaker)
	r.await(`played.length === 5`)
	var want []string
	for _, key := range question.Keys() {
		want = append(want, "/audio/core/ti/"+key+" true")
	}
	if got := eval[[]string](r, `played`); !slices.Equal(got, want) {
		t.Errorf("played %q, want %q", got, want)
	}
}

// heard is what a browser makes of a recording.
type heard struct {
	Length, Begins float64 // seconds; Begins is when it is first loud
	Level, Peak    float64 // of the middle, as the root of its mean square, and of all; 1 is the most there can be
}

// decode has the browser decode what is at an address.
func (p *phone) decode(path string) heard {
	p.t.Helper()
	return eval[heard](p, `fetch('`+path+`').then(r => r.arrayBuffer()).then(b => new OfflineAudioContext(1, 1, 48000).decodeAudioData(b)).then(sound => {
		const samples = sound.getChannelData(0)
		const middle = samples.subarray(samples.length * 0.4, samples.length * 0.6)
		return {Length: sound.duration, Level: Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length), Begins: samples.findIndex(x => Math.abs(x) > 0.1) / sound.sampleRate, Peak: samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0)}
	})`)
}

// What is recorded where there is no network is kept in the browser, also when the page is closed,
// and is sent when there is one.
func TestRecordingSurvivesTheNetwork(t *testing.T) {
	chromium(t)
	speak(t)
	s := newStudio(t)
	p, _ := s.reader(oneReader)
	p.open(s.url(s.path("K01")))
	p.offline(true)
	for _, key := range []string{"K01", "scale.know.o1"} {
		p.await(`location.pathname === '` + s.path(key) + `'`)
		p.read()
		p.inState("good")
		p.tap("#keep")
	}
	p.await(`document.querySelector('#waiting:not([hidden]) output').textContent === '2'`)
	if s.proposed("K01") != nil {
		t.Fatal("a recording came through without a network")
	}
	p.closeTab()
	again := p.anotherTab(small)
	again.open(s.url(s.path("K01")))
	again.await(`document.getElementById('waiting').hidden && location.pathname === '` + s.path("scale.know.o2") + `'`)
	for _, key := range []string{"K01", "scale.know.o1"} {
		if s.proposed(key) == nil {
			t.Errorf("%s was not sent", key)
		}
	}

	// A page that was opened before a text changed is told so, and does not try for ever.
	eval[string](again, `document.querySelector('[data-page$="scale.know.o2"]').dataset.address = '`+s.path("scale.know.o2")+`?mark=0123456789abcdef'`)
	again.read()
	again.inState("good")
	again.tap("#keep")
	again.await(`!document.getElementById('refused').hidden && document.getElementById('waiting').hidden`)
	if told := again.text("#refused li"); !strings.Contains(told, surveytest.Catalog(t).Printer("sv").T("error.clip.changed")) {
		t.Errorf("it says %q", told)
	}
}

// microphone replaces the microphone of the page by what an expression gives, a promise.
func (p *phone) microphone(gives string) {
	p.t.Helper()
	eval[bool](p, `(navigator.mediaDevices.getUserMedia = () => `+gives+`, true)`)
}

// hum is a microphone that hears a tone of this loudness, which no browser takes for noise.
func hum(loudness string) string {
	return `{
		const context = new AudioContext(), tone = context.createOscillator(), gain = context.createGain(), to = context.createMediaStreamDestination()
		gain.gain.value = ` + loudness + `
		tone.connect(gain)
		gain.connect(to)
		tone.start()
		return Promise.resolve(to.stream)
	}`
}

// Whatever is wrong with a recording, or takes the microphone away, is told in words, and the next
// attempt works.
func TestRecordingGoesWrong(t *testing.T) {
	parallel(t)
	chromium(t)
	s := newStudio(t)
	p, _ := s.reader(oneReader)
	p.open(s.url(s.path("K01")))
	says := func(word string) {
		t.Helper()
		p.await(`document.getElementById('say').textContent === '` + surveytest.Catalog(t).Printer("sv").T("clip.say."+word) + `'`)
	}
	button := "#start"
	for name, word := range map[string]string{"NotAllowedError": "denied", "NotFoundError": "none"} {
		p.microphone(`Promise.reject(new DOMException('', '` + name + `'))`)
		p.tap(button)
		says(word)
		p.inState("ready")
	}
	for _, c := range []struct{ loudness, word, state string }{{"0", "silent", "useless"}, {"0.008", "quiet", "poor"}, {"1.5", "loud", "poor"}} {
		p.microphone(hum(c.loudness))
		p.tap(button)
		p.inState("reading")
		p.await(`Number(document.getElementById('time').textContent) >= 1`)
		p.tap("#stop")
		says(c.word)
		p.inState(c.state)
		button = "#again"
	}
	p.tap(button)
	p.inState("reading")
	eval[bool](p, `(Object.defineProperty(document, 'hidden', {value: true, configurable: true}), document.dispatchEvent(new Event('visibilitychange')))`)
	says("interrupted")
	p.inState("ready")
}

// Recordings are judged, trimmed and given another rate as they should be, by numbers.
func TestSound(t *testing.T) {
	parallel(t)
	chromium(t)
	s := newStudio(t)
	p, _ := s.reader(oneReader)
	p.open(s.url(s.path("K01")))
	p.inState("ready")
	eval[bool](p, `(window.voice = (rate, seconds, tone, loudness, from, to) => Float32Array.from({length: rate * seconds}, (_, i) => {
		const at = i / rate, noise = 0.0005 * Math.sin(i * i)
		return Math.max(-1, Math.min(1, noise + (at >= from && at < to ? loudness * Math.sin(2 * Math.PI * tone * at) : 0)))
	}), true)`)
	for expression, want := range map[string]string{
		`sound.judge(voice(48000, 3, 300, 0.2, 1, 2), 48000)`:                                             "",
		`sound.judge(voice(48000, 3, 300, 0, 1, 2), 48000)`:                                               "silent",
		`sound.judge(voice(48000, 3, 300, 0.2, 1, 1.03), 48000)`:                                          "silent", // a tap on the phone
		`sound.judge(voice(44100, 3, 300, 0.005, 1, 2), 44100)`:                                           "quiet",
		`sound.judge(voice(16000, 3, 300, 1.4, 1, 2), 16000)`:                                             "loud",
		`sound.trim(voice(48000, 5, 300, 0.2, 1, 3), 48000).length / 48000`:                               "2.32",
		`sound.trim(voice(48000, 5, 300, 0, 1, 3), 48000).length`:                                         "0",
		`sound.resample(voice(48000, 1, 300, 0.2, 0, 1), 48000, 16000).length`:                            "16000",
		`sound.resample(voice(44100, 1, 300, 0.2, 0, 1), 44100, 16000).length`:                            "16000",
		`sound.resample(voice(8000, 1, 300, 0.2, 0, 1), 8000, 16000).length`:                              "16000",
		`sound.level(sound.resample(voice(48000, 1, 300, 1, 0, 1), 48000, 16000), 1000, 15000) > 0.7`:     "true",
		`sound.level(sound.resample(voice(48000, 1, 9000, 1, 0, 1), 48000, 16000), 1000, 15000) < 0.001`:  "true", // it would come back as 7 kHz
		`sound.level(sound.resample(voice(44100, 1, 12000, 1, 0, 1), 44100, 16000), 1000, 15000) < 0.001`: "true",
	} {
		if got := eval[string](p, `String(`+expression+`)`); got != want {
			t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
}

// The pages fit a small phone with large letters, in every direction of writing, and axe-core finds
// nothing in them.
func TestRecordingPagesFit(t *testing.T) {
	parallel(t)
	source := axe(t)
	chromium(t)
	s := newStudio(t)
	p, _ := s.reader(oneReader)
	for _, tag := range []string{"sv", "ti", "ar"} {
		l, _ := i18n.Find(i18n.Languages, tag)
		look := func(page string) {
			t.Helper()
			p.measure(t, page, l)
			if tag == "ti" {
				return // to axe-core it is like Swedish
			}
			for _, colours := range []struct{ name, rules string }{{"light", allRules}, {"dark", colourRules}} {
				if tag != "sv" && colours.name == "dark" {
					continue // of the same colours
				}
				p.media("prefers-color-scheme", colours.name)
				for _, v := range p.violations(source, colours.rules) {
					t.Errorf("%s in %s, %s: %s", page, tag, colours.name, v)
				}
			}
			p.media("prefers-color-scheme", "light")
		}
		p.open(s.url("/staff/" + tag + "/clips/ti"))
		eval[bool](p, `(document.querySelector('details').open = true)`)
		look("list")
		p.open(s.url("/staff/" + tag + "/clips/ti/core/K01"))
		p.inState("ready")
		look("ready")
		if tag == "sv" {
			p.microphone(hum("0.3"))
			p.tap("#start")
			p.inState("reading")
			p.await(`Number(document.getElementById('time').textContent) >= 1`)
			p.tap("#stop")
			p.inState("good")
			look("good")
		}
	}
}
