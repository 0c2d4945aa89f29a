package web_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// halfYears names rounds, oldest first.
func halfYears(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%d-H%d", 2026+i/2, 1+i%2)
	}
	return names
}

// BenchmarkResults serves results of twenty rounds in thirteen municipalities, beside a file of the
// same bytes: of-file is how many times as many files it could serve. Answers that are eight times
// as many are as fast. What one core does is told with -cpu 1.
func BenchmarkResults(b *testing.B) {
	for _, many := range []int{1, 8} {
		b.Run(fmt.Sprintf("times%d", many), func(b *testing.B) { benchmarkResults(b, many) })
	}
}

func benchmarkResults(b *testing.B, many int) {
	in := surveytest.Service(b)
	in.County(many, halfYears(20)...)
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			before := heap()
			pages := webtest.Pages(b, in.Service)
			ok(b, pages.Prepare(b.Context()))
			b.ReportMetric(float64(heap()-before), "heap-bytes")
			runtime.KeepAlive(pages)
		}
	})
	pages := webtest.Pages(b, in.Service)
	ok(b, pages.Prepare(b.Context()))
	browser, folder := webtest.Serve(b, pages.Handler()), b.TempDir()
	files := webtest.Serve(b, http.FileServer(http.Dir(folder)))
	for _, place := range []string{"norrkoping", "kinda", "ostergotlands-lan"} {
		path := "/results/2035-h2/" + place + "?lang=sv"
		html := fetch(b, browser.URL+path, "identity")
		ok(b, os.WriteFile(filepath.Join(folder, place+".html"), html, 0o600))
		var file, page time.Duration
		b.Run(place+"/file", func(b *testing.B) { file = repeat(b, files.URL+"/"+place+".html") })
		b.Run(place+"/page", func(b *testing.B) {
			page = repeat(b, browser.URL+path)
			b.ReportMetric(float64(file)/float64(page), "of-file")
			b.ReportMetric(float64(len(html)), "bytes")
			b.ReportMetric(float64(len(fetch(b, browser.URL+path, "gzip"))), "gzip-bytes")
		})
	}
}

// repeat asks for an address again and again and returns how long it took each time.
func repeat(b *testing.B, url string) time.Duration {
	for b.Loop() {
		fetch(b, url, "identity")
	}
	return b.Elapsed() / time.Duration(b.N)
}

// fetch returns what is at an address, in the coding in which it is sent.
func fetch(b *testing.B, url, coding string) []byte {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	ok(b, err)
	request.Header.Set("Accept-Encoding", coding)
	response, err := http.DefaultClient.Do(request)
	ok(b, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ok(b, err)
	if response.StatusCode != http.StatusOK {
		b.Fatalf("%s: status %d", url, response.StatusCode)
	}
	return body
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return memory.HeapAlloc
}
