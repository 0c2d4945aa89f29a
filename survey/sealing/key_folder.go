package sealing

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"filippo.io/age/armor"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
	"fragebatteri/survey/release"
	"fragebatteri/survey/typed"
)

// PublicFile is the name of the file in a key's folder that says its public key, for whoever has not
// the passphrase.
const PublicFile = "public.txt"

// WriteKeyFolder makes the folder dir with a round key in a file called as the folder is and ".key",
// and its public key. With several passphrases, which must not be empty, the key is split into as many
// shares, ".key.1", ".key.2" and so on, so that all of them are needed. The folder is made whole or,
// also when the power fails in the middle, not at all: there is never one share without the others.
func WriteKeyFolder(dir string, key survey.PrivateKey, passphrases []string) error {
	keys, err := sharesOf(key, len(passphrases))
	if err != nil {
		return err
	}
	return writeKeyFolder(dir, keys, passphrases)
}

// WriteSignerFolder makes the folder dir with a signer, as WriteKeyFolder does with a round key.
func WriteSignerFolder(dir string, signer release.Signer, passphrase string) error {
	return writeKeyFolder(dir, []keyFile{signerFile(signer)}, []string{passphrase})
}

func writeKeyFolder(dir string, keys []keyFile, passphrases []string) error {
	if _, err := os.Lstat(dir); err == nil { // known before seconds are spent on passphrases
		return survey.Fail(survey.Invalid, "key.not_made").Because(fs.ErrExist)
	}
	contents := map[string][]byte{PublicFile: []byte(keys[0].PublicKey + "\n")}
	for i, key := range keys {
		name := filepath.Base(dir) + ".key"
		if len(keys) > 1 {
			name += "." + strconv.Itoa(i+1)
		}
		if passphrases[i] == "" {
			return survey.Fail(survey.Invalid, "passphrase.empty")
		}
		content, err := key.encode(passphrases[i])
		if err != nil {
			return err
		}
		contents[name] = content
	}
	err := files.NewFolder(dir, contents, files.Secret)
	if errors.Is(err, fs.ErrExist) {
		return survey.Fail(survey.Invalid, "key.not_made").Because(err)
	}
	return err
}

// KeyFile is what can be told of a key file without opening it.
type KeyFile struct {
	Name      string
	PublicKey string // "" where only somebody who opens it can tell
	Signer    bool   // it signs releases; only known with the public key
	Share     int    // 1, 2 … of a key that is split, as far as the name or the file says; else 0
	Protected bool   // by a passphrase
}

// largestKeyFile is more than any key file has, in bytes.
const largestKeyFile = 64 << 10

// FindKeys returns the key files in a folder, those of its own and those one folder below, in the order
// of their names. What cannot be read is passed over.
func FindKeys(dir string) []KeyFile {
	var found []KeyFile
	for _, pattern := range []string{"*", "*/*"} {
		names, _ := fs.Glob(os.DirFS(dir), pattern) // the folder's own name is no part of the pattern
		for _, name := range names {
			if strings.HasPrefix(name, ".") {
				continue // such as what a crash left unfinished
			}
			if key, is := recognise(filepath.Join(dir, filepath.FromSlash(name))); is {
				found = append(found, key)
			}
		}
	}
	return found
}

// recognise tells whether a file is a key file.
func recognise(name string) (KeyFile, bool) {
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() || info.Size() > largestKeyFile {
		return KeyFile{}, false
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return KeyFile{}, false
	}
	key := KeyFile{Name: name}
	if strings.HasPrefix(string(content), armor.Header) {
		key.Protected = true
		public, _ := os.ReadFile(filepath.Join(filepath.Dir(name), PublicFile))
		key.PublicKey = strings.TrimSpace(string(public))
		key.Signer = release.PublicKey(key.PublicKey).Check() == nil
		key.Share, _ = strconv.Atoi(strings.TrimPrefix(filepath.Ext(name), "."))
		return key, true
	}
	var file keyFile
	if json.Unmarshal(content, &file) != nil || file.Format != roundKeyFormat && file.Format != signerFormat {
		return KeyFile{}, false
	}
	key.PublicKey, key.Signer, key.Share = file.PublicKey, file.Format == signerFormat, file.Share
	return key, true
}

// RestoreKey makes the folder dir of a key file that was copied on paper and read in again: text is what
// somebody scanned or typed, which the passphrase must open. It returns the public key, also where dir is
// "" and nothing is written.
func RestoreKey(dir, text, passphrase string) (string, error) {
	content, err := unlock("", []byte(restored(text)), []string{passphrase})
	if err != nil {
		return "", err
	}
	var file keyFile
	if err := json.Unmarshal(content, &file); err != nil || file.Format != roundKeyFormat && file.Format != signerFormat {
		return "", survey.Fail(survey.Invalid, "key.paper")
	}
	if dir == "" {
		return file.PublicKey, nil
	}
	name := filepath.Base(dir) + ".key"
	if file.Shares > 1 {
		name += "." + strconv.Itoa(file.Share)
	}
	err = files.NewFolder(dir, map[string][]byte{name: []byte(restored(text)), PublicFile: []byte(file.PublicKey + "\n")}, files.Secret)
	if errors.Is(err, fs.ErrExist) {
		return "", survey.Fail(survey.Invalid, "key.not_made").Because(err)
	}
	return file.PublicKey, err
}

// restored returns the lines of a key file as they were, whatever spaces and line ends a scanner or a
// person left between them.
func restored(text string) string {
	body := strings.TrimSpace(typed.Paragraphs(text))
	body = strings.TrimSuffix(strings.TrimPrefix(body, armor.Header), armor.Footer)
	body = strings.Join(strings.Fields(body), "")
	var lines strings.Builder
	lines.WriteString(armor.Header + "\n")
	for len(body) > 0 {
		n := min(len(body), lineLength)
		lines.WriteString(body[:n] + "\n")
		body = body[n:]
	}
	lines.WriteString(armor.Footer + "\n")
	return lines.String()
}

// lineLength is how long the lines of a protected key file are.
const lineLength = 64
