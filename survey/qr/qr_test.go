package qr

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

const address = "https://svar.example/s/ABCD2345"

// bitmap is what both drawings must show: the modules with a quiet frame.
func bitmap(t *testing.T, text string) [][]bool {
	t.Helper()
	rows, err := modules(text)
	if err != nil {
		t.Fatal(err)
	}
	size := len(rows) + 2*quiet
	framed := make([][]bool, size)
	for y := range framed {
		framed[y] = make([]bool, size)
	}
	for y, row := range rows {
		copy(framed[y+quiet][quiet:], row)
	}
	return framed
}

func differ(t *testing.T, got, want [][]bool) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("the drawing is %d modules wide, want %d", len(got), len(want))
	}
	for y := range want {
		for x := range want[y] {
			if got[y][x] != want[y][x] {
				t.Fatalf("module %d, %d is wrong", x, y)
			}
		}
	}
}

func TestCompact(t *testing.T) {
	for url, want := range map[string]string{
		address:                             "https://SVAR.EXAMPLE/S/ABCD2345",
		"https://svar.example:8443/s/a":     "https://SVAR.EXAMPLE:8443/S/A",
		"http://127.0.0.1:8080/s/ABCD2345":  "http://127.0.0.1:8080/S/ABCD2345",
		"http://[2001:db8::1]:8080/s/a":     "http://[2001:DB8::1]:8080/S/A",
		"https://xn--frga-qoa.example/s/a/": "https://XN--FRGA-QOA.EXAMPLE/S/A/",
	} {
		if got := Compact(url); got != want {
			t.Errorf("%s: got %q, want %q", url, got, want)
		}
	}
}

// The small scheme costs a few bits and for an address of ordinary length no
// modules: the rest is still stored as capitals.
func TestCompactIsSmaller(t *testing.T) {
	for _, url := range []string{address, "https://fragebatteri.lansstyrelsen.example/s/ABCD2345"} {
		capitals, compact, small := len(bitmap(t, strings.ToUpper(url))), len(bitmap(t, Compact(url))), len(bitmap(t, url))
		if compact != capitals || compact >= small {
			t.Errorf("%s: in capitals the code has %d modules, with a small scheme %d, in small letters %d", url, capitals, compact, small)
		}
	}
}

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

func TestSVG(t *testing.T) {
	drawing, err := SVG(Compact(address), `Svara <här> & "nu"`)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(drawing, []byte("<title>Svara &lt;här&gt; &amp; &#34;nu&#34;</title>")) {
		t.Errorf("the title is not escaped: %.300s", drawing)
	}
	want := bitmap(t, Compact(address))
	got := make([][]bool, len(want))
	for y := range got {
		got[y] = make([]bool, len(want))
	}
	for _, match := range run.FindAllSubmatch(drawing, -1) {
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(string(match[i+1]))
		}
		if n[2] != n[3] {
			t.Fatalf("%s is not closed", match[0])
		}
		for x := n[0]; x < n[0]+n[2]; x++ {
			got[n[1]][x] = true
		}
	}
	differ(t, got, want)
}

func TestPNG(t *testing.T) {
	drawing, err := PNG(Compact(address), 1024)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(drawing))
	if err != nil {
		t.Fatal(err)
	}
	width := picture.Bounds().Dx()
	if width > 1024 || width < 900 || picture.Bounds().Dy() != width {
		t.Errorf("the picture is %v", picture.Bounds())
	}
	want := bitmap(t, Compact(address))
	if width%len(want) != 0 {
		t.Fatalf("%d modules do not fill %d pixels evenly", len(want), width)
	}
	differ(t, sample(picture, len(want)), want)
	if tiny, err := PNG(address, 1); err != nil || len(tiny) == 0 {
		t.Errorf("a picture too small to draw gives %v", err)
	}
}

// sample looks at the middle of every module.
func sample(picture image.Image, size int) [][]bool {
	module := picture.Bounds().Dx() / size
	seen := make([][]bool, size)
	for y := range seen {
		seen[y] = make([]bool, size)
		for x := range seen[y] {
			r, _, _, _ := picture.At(x*module+module/2, y*module+module/2).RGBA()
			seen[y][x] = r < 0x8000
		}
	}
	return seen
}

func TestTerminal(t *testing.T) {
	drawing, err := Terminal(address)
	if err != nil {
		t.Fatal(err)
	}
	want := bitmap(t, address)
	for theme, dark := range map[string]bool{"dark": true, "light": false} {
		seen := asSeen(t, drawing, dark)
		if len(seen) != len(want)+1 { // two rows in a line of text: one more than an odd number
			t.Fatalf("in a %s terminal the code has %d rows, want %d", theme, len(seen), len(want)+1)
		}
		differ(t, seen[:len(want)], want)
	}
}

// asSeen returns what a terminal of light text on dark ground, or the other way
// round, shows of a drawing: true where it is dark.
func asSeen(t *testing.T, drawing string, darkGround bool) [][]bool {
	t.Helper()
	ink := map[rune][2]bool{' ': {false, false}, '▄': {false, true}, '▀': {true, false}, '█': {true, true}}
	var seen [][]bool
	for line := range strings.Lines(drawing) {
		line, colours := strings.CutPrefix(strings.TrimSuffix(line, "\n"), whiteOnBlack)
		line, reset := strings.CutSuffix(line, ownColours)
		if colours && !reset {
			t.Fatalf("%q leaves the colours changed", line)
		}
		var halves [2][]bool
		for _, sign := range line {
			inked, drawn := ink[sign]
			if !drawn {
				t.Fatalf("%q is no part of a code", sign)
			}
			for half := range halves {
				// Ink is light and ground is dark, unless a light terminal has its own colours.
				halves[half] = append(halves[half], inked[half] != (darkGround || colours))
			}
		}
		seen = append(seen, halves[0], halves[1])
	}
	return seen
}

// picture draws modules as a picture of 8 pixels each, on the ground of the terminal.
func picture(modules [][]bool, darkGround bool) []byte {
	const module, edge = 8, 40
	canvas := image.NewGray(image.Rect(0, 0, len(modules[0])*module+2*edge, len(modules)*module+2*edge))
	for i := range canvas.Pix {
		x, y := i%canvas.Stride-edge, i/canvas.Stride-edge
		dark := darkGround
		if x >= 0 && y >= 0 && x < len(modules[0])*module && y < len(modules)*module {
			dark = modules[y/module][x/module]
		}
		if !dark {
			canvas.Pix[i] = 0xff
		}
	}
	var out bytes.Buffer
	png.Encode(&out, canvas)
	return out.Bytes()
}

func TestTooLong(t *testing.T) {
	long := strings.Repeat("x", 5000)
	if _, err := SVG(long, ""); err == nil {
		t.Error("SVG drew what no code can hold")
	}
	if _, err := PNG(long, 100); err == nil {
		t.Error("PNG drew what no code can hold")
	}
	if _, err := Terminal(long); err == nil {
		t.Error("Terminal drew what no code can hold")
	}
}

// A scanner that somebody else wrote reads all drawings.
func TestScannerReads(t *testing.T) {
	zbarimg := tool.Need(t, "zbarimg")
	scan := func(t *testing.T, file string) {
		read, err := exec.CommandContext(t.Context(), zbarimg, "--raw", "-q", file).Output()
		if got := strings.TrimSpace(string(read)); err != nil || got != Compact(address) {
			t.Errorf("the scanner reads %q, %v", got, err)
		}
	}
	write := func(t *testing.T, name string, drawing []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, drawing, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	t.Run("PNG", func(t *testing.T) {
		drawing, err := PNG(Compact(address), 600)
		scan(t, write(t, "code.png", drawing, err))
	})
	t.Run("SVG", func(t *testing.T) {
		convert := tool.Need(t, "rsvg-convert")
		drawing, err := SVG(Compact(address), "Svara")
		file := write(t, "code.svg", drawing, err)
		picture, err := exec.CommandContext(t.Context(), convert, "-w", "600", file).Output()
		scan(t, write(t, "code.png", picture, err))
	})
	for theme, dark := range map[string]bool{"dark": true, "light": false} {
		t.Run("Terminal, "+theme, func(t *testing.T) {
			drawing, err := Terminal(Compact(address))
			scan(t, write(t, "code.png", picture(asSeen(t, drawing, dark), dark), err))
		})
	}
}
