package web_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"fragebatteri/survey/audio"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// recordings has a clip for every part of K01 in Swedish, and for K02 all but
// its question; the clip of K06 was recorded from another text.
func recordings(t *testing.T, s *site) fstest.MapFS {
	t.Helper()
	p := surveytest.Catalog(t).Printer("sv")
	files := fstest.MapFS{}
	battery, err := s.Battery(s.round.Batteries[0])
	ok(t, err)
	for _, id := range []string{"K01", "K02"} {
		question, _ := battery.Question(id)
		for _, key := range question.Keys() {
			if key == "K02" {
				continue
			}
			files["core/sv/"+key+".mp3"] = &fstest.MapFile{Data: []byte("sound of " + key)}
			files["core/sv/"+key+".hash"] = &fstest.MapFile{Data: []byte(audio.Mark(p.T(key)) + "\n")}
		}
	}
	files["core/sv/K06.ogg"] = &fstest.MapFile{Data: []byte("old")}
	files["core/sv/K06.hash"] = &fstest.MapFile{Data: []byte(audio.Mark("another text"))}
	return files
}

func TestClips(t *testing.T) {
	s := newSite(t)
	browser := webtest.Server(t, s.Service, recordings(t, s))
	form := browser.Get(s.path("sv"))
	if got := form.Find("form").AttrOr("data-audio", ""); got != "/audio/core/sv/" {
		t.Errorf("the form plays from %q", got)
	}
	offered := form.Find("fieldset[data-recorded]")
	if offered.Length() != 1 || offered.AttrOr("id", "") != "K01" || offered.AttrOr("data-scale", "") != "know" {
		t.Errorf("%d questions can be played, %q first", offered.Length(), offered.AttrOr("id", ""))
	}
	size := surveytest.Plain(surveytest.Catalog(t).Printer("sv").T("form.size", "N", 1))
	if text := form.Value("#start"); strings.Count(text, size) != 1 {
		t.Errorf("before the questions stands %q and not %q", text, size)
	}
	if browser.Get(s.path("en")).Find("[data-audio],[data-recorded],.sound").Length() > 0 {
		t.Error("a language without clips offers some")
	}
	for path, status := range map[string]int{
		"/audio/core/sv/K01": http.StatusOK, "/audio/core/sv/scale.know.o1": http.StatusOK,
		"/audio/core/sv/K06": http.StatusNotFound, // stale
		"/audio/core/sv/K02": http.StatusNotFound, "/audio/core/en/K01": http.StatusNotFound, "/audio/kort/sv/K01": http.StatusNotFound,
		"/audio/core/sv/..%2Fsv%2FK01": http.StatusNotFound,
	} {
		page := browser.Get(path)
		if page.Status != status {
			t.Errorf("%s: status %d, want %d", path, page.Status, status)
		}
		if status == http.StatusOK && page.Header.Get("Content-Type") != "audio/mpeg" {
			t.Errorf("%s is %s", path, page.Header.Get("Content-Type"))
		}
	}
	if part := browser.Get("/audio/core/sv/K01", "Range", "bytes=0-4"); part.Status != http.StatusPartialContent || part.Body != "sound" {
		t.Errorf("a part of a clip: status %d, %q", part.Status, part.Body)
	}
}

// A phone that has a clip loads it again when it was recorded anew, and at no other time.
func TestClipRecordedAnew(t *testing.T) {
	s := newSite(t)
	files := recordings(t, s)
	browser := webtest.Server(t, s.Service, files)
	const path = "/audio/core/sv/K01"
	clip := browser.Get(path)
	tag := clip.Header.Get("ETag")
	if keep := clip.Header.Get("Cache-Control"); keep != "public, no-cache" || tag == "" {
		t.Fatalf("a phone keeps it as %q by the ETag %q", keep, tag)
	}
	if again := browser.Get(path, "If-None-Match", tag); again.Status != http.StatusNotModified || again.Body != "" || again.Header.Get("ETag") != tag {
		t.Errorf("the same clip: status %d, %q", again.Status, again.Body)
	}
	files["core/sv/K01.mp3"] = &fstest.MapFile{Data: []byte("noise of K01")} // as long, of the same text
	if again := browser.Get(path, "If-None-Match", tag); again.Status != http.StatusOK || again.Body != "noise of K01" {
		t.Errorf("recorded anew: status %d, %q", again.Status, again.Body)
	}
	// Nor is the new one put together from a part of the old one and a part of its own.
	if rest := browser.Get(path, "Range", "bytes=5-", "If-Range", tag); rest.Status != http.StatusOK || rest.Body != "noise of K01" {
		t.Errorf("the rest of the clip that was: status %d, %q", rest.Status, rest.Body)
	}
}

// TestSharedClipsAreLoadedOnce counts the clips of a scale once, however many questions have it.
func TestSharedClipsAreLoadedOnce(t *testing.T) {
	s := newSite(t)
	p := surveytest.Catalog(t).Printer("sv")
	files := fstest.MapFS{}
	battery, err := s.Battery(s.round.Batteries[0])
	ok(t, err)
	keys := map[string]bool{}
	for _, id := range []string{"K01", "K02"} {
		question, _ := battery.Question(id)
		for _, key := range question.Keys() {
			keys[key] = true
			files["core/sv/"+key+".mp3"] = &fstest.MapFile{Data: make([]byte, 2000)}
			files["core/sv/"+key+".hash"] = &fstest.MapFile{Data: []byte(audio.Mark(p.T(key)))}
		}
	}
	one, _ := battery.Question("K01")
	other, _ := battery.Question("K02")
	if len(keys) == len(one.Keys())+len(other.Keys()) {
		t.Fatal("the two questions share no clip")
	}
	want := surveytest.Plain(p.T("form.size", "N", 2*len(keys)))
	if text := webtest.Server(t, s.Service, files).Get(s.path("sv")).Value("#start"); !strings.Contains(text, want) {
		t.Errorf("before the questions stands %q and not %q", text, want)
	}
}
