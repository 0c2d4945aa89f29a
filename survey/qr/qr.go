// Package qr draws QR codes as SVG, PNG and text. It is the only package that
// imports the QR library.
package qr

import (
	"fmt"
	"html"
	"strings"

	"github.com/skip2/go-qrcode"
)

// quiet is the width of the empty frame that a scanner needs, in modules.
const quiet = 4

// Compact returns the URL with all but its scheme in capitals, which a QR code
// stores in its alphanumeric mode, a third smaller than small letters. Hosts do
// not tell capitals from small letters, and the service answers to both in the
// rest of its participant URLs. The scheme stays small: some scanners take
// HTTPS:// for a text and do not open it.
func Compact(url string) string {
	scheme, rest, _ := strings.Cut(url, "://")
	return scheme + "://" + strings.ToUpper(rest)
}

// modules returns the code as rows of dark and light modules without frame.
func modules(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("make QR code: %w", err)
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

// SVG returns a square drawing of the code with its quiet frame. title is read
// out by screen readers and may be empty.
func SVG(text, title string) ([]byte, error) {
	rows, err := modules(text)
	if err != nil {
		return nil, err
	}
	size := len(rows) + 2*quiet
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start+quiet, y+quiet, x-start, x-start)
			}
		}
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" shape-rendering="crispEdges"><title>%s</title><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`+"\n",
		size, size, html.EscapeString(title), size, size, path.String()), nil
}

// PNG returns the code with its quiet frame as a picture of about size pixels
// square, each module the same whole number of pixels.
func PNG(text string, size int) ([]byte, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("make QR code: %w", err)
	}
	width := len(code.Bitmap())
	picture, err := code.PNG(max(1, size/width) * width)
	if err != nil {
		return nil, fmt.Errorf("draw QR code: %w", err)
	}
	return picture, nil
}

// The colours of a code in a terminal: white on black, whatever the terminal's
// own are. A scanner does not read a code with light and dark exchanged.
const (
	whiteOnBlack = "\x1b[40;97m"
	ownColours   = "\x1b[0m"
)

// Terminal returns the code with its quiet frame as text for a terminal, two
// rows of modules in one line. It sets the colours itself, so that it can be
// read in light terminals as well as in dark ones.
func Terminal(text string) (string, error) {
	rows, err := modules(text)
	if err != nil {
		return "", err
	}
	dark := func(x, y int) bool {
		return x >= 0 && y >= 0 && y < len(rows) && x < len(rows) && rows[y][x]
	}
	var out strings.Builder
	for y := -quiet; y < len(rows)+quiet; y += 2 {
		out.WriteString(whiteOnBlack)
		for x := -quiet; x < len(rows)+quiet; x++ {
			switch up, down := dark(x, y), dark(x, y+1); {
			case up && down:
				out.WriteRune(' ')
			case up:
				out.WriteRune('▄')
			case down:
				out.WriteRune('▀')
			default:
				out.WriteRune('█')
			}
		}
		out.WriteString(ownColours + "\n")
	}
	return out.String(), nil
}
