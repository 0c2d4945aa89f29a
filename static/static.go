// Package static embeds the style sheets, scripts, pictures and font of all
// pages. Pages for participants have their style sheets and scripts in them.
// Everything else has an address with a hash of its content, so that a browser
// may keep it for ever and a new version is fetched at once.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed *.css *.js *.svg *.woff2
var files embed.FS

// Ethiopic is the font with the letters of Tigrinya, for what has to have all its letters in it.
//
//go:embed ethiopic.woff2
var Ethiopic []byte

// encoder is somebody else's script, which is served as it came: see LGPL.txt. It is loaded from its
// own address, and by the page for recording alone.
const encoder = "lamejs.iife.js"

// Prefix is the start of every asset's address.
const Prefix = "/static/"

// Asset is one file as it is served: style sheets and scripts without comments and indentation.
type Asset struct {
	Type string // media type
	Body []byte
	Gzip []byte // compressed once; nil where that would not make it smaller
}

// Assets holds all files by their address below Prefix, and addresses by name.
type Assets struct {
	byAddress map[string]Asset
	addresses map[string]string
}

// Load returns all files, read and compressed once for the whole program: they are
// embedded, and what it returns nobody can change.
func Load() (*Assets, error) { return loaded() }

var loaded = sync.OnceValues(load)

// load reads and compresses all files. Style sheets come last: they name other
// files, whose addresses are then known.
func load() (*Assets, error) {
	assets := &Assets{byAddress: map[string]Asset{}, addresses: map[string]string{}}
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(x, y fs.DirEntry) int { return rank(x.Name()) - rank(y.Name()) })
	for _, entry := range entries {
		if err := assets.add(entry.Name()); err != nil {
			return nil, err
		}
	}
	return assets, nil
}

func rank(name string) int {
	if path.Ext(name) == ".css" {
		return 1
	}
	return 0
}

func (a *Assets) add(name string) error {
	body, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	ext := path.Ext(name)
	if name != encoder {
		body = withoutComments(ext, body)
	}
	if ext == ".css" {
		for other, address := range a.addresses {
			body = bytes.ReplaceAll(body, []byte("url("+other+")"), []byte("url("+address+")"))
		}
	}
	packed, err := compress(body)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	address := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
	a.addresses[name] = Prefix + address
	a.byAddress[address] = Asset{Type: mediaType(ext), Body: body, Gzip: packed}
	return nil
}

// Address returns where a file is served, as in "/static/page.1a2b3c4d.css". It
// returns "" for a file that does not exist; a test renders every page.
func (a *Assets) Address(name string) string { return a.addresses[name] }

// Text returns a file as it is served, for pages that have it in them. It returns "" for a file that
// does not exist.
func (a *Assets) Text(name string) string {
	return string(a.byAddress[strings.TrimPrefix(a.addresses[name], Prefix)].Body)
}

// Find returns the asset at an address below Prefix.
func (a *Assets) Find(address string) (Asset, bool) {
	asset, ok := a.byAddress[address]
	return asset, ok
}

var comments = map[string]*regexp.Regexp{
	".css": regexp.MustCompile(`(?s)/\*.*?\*/`),
	".js":  regexp.MustCompile(`(?m)^[ \t]*//.*$`),
}

var (
	lineBreaks = regexp.MustCompile(`\s*\n\s*`)
	ruleBreaks = regexp.MustCompile(`\s*([{};])\s*`)
)

// withoutComments returns a style sheet or script without comments on lines of their own,
// indentation and empty lines, a style sheet on one line, and any other file as it is. Phones download
// what it returns, and these are for people who read the source.
func withoutComments(ext string, body []byte) []byte {
	comment := comments[ext]
	if comment == nil {
		return body
	}
	body = comment.ReplaceAll(body, nil)
	if ext == ".css" {
		body = ruleBreaks.ReplaceAll(body, []byte("$1"))
	}
	return bytes.TrimSpace(lineBreaks.ReplaceAll(body, []byte("\n")))
}

func compress(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if out.Len() >= len(body) {
		return nil, nil
	}
	return out.Bytes(), nil
}

func mediaType(ext string) string {
	switch ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	}
	return mime.TypeByExtension(ext)
}
