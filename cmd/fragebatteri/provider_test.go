package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey/openid/openidtest"
)

// A provider is set up by what the command prints, and its key or secret is in one file and nowhere
// else.
func TestProviders(t *testing.T) {
	s := newSite(t, "https://svar.example")
	at := openidtest.New(t, time.Now)
	at.Methods = []string{"client_secret_basic", "private_key_jwt"}
	add := func(more ...string) []string {
		return append([]string{"staff", "provider", "add", "-data", s.path("data"), "-issuer", at.Issuer, "-client-id", openidtest.ClientID, "-label", "Norrköpings kommun", "-municipality", "0581"}, more...)
	}
	list := func() string {
		_, out, _ := call("staff", "provider", "list", "-data", s.path("data"))
		return out
	}

	added := must(t, add()...)
	if text(t, added, "redirect_uri") != "https://svar.example/staff/openid/0581" || text(t, added, "method") != "private_key_jwt" {
		t.Errorf("it prints %v", added)
	}
	keys, err := json.Marshal(added["jwks"])
	if err != nil || !bytes.Contains(keys, []byte(`"alg":"ES256"`)) || bytes.Contains(keys, []byte(`"d":`)) {
		t.Errorf("the keys to register are %s, %v", keys, err)
	}
	file := s.path(filepath.Join("data", "keys", "openid-0581.key"))
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file is %v, %v", info, err)
	}
	before, _ := os.ReadFile(file)
	must(t, append(add(), "-label", "Kommunen")...)
	if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
		t.Error("another label made another key")
	}

	if err := os.WriteFile(s.path("secret"), []byte("hemligt-ord\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, add("-secret-file", s.path("secret"))...)
	if out := list(); !strings.Contains(out, `"method":"client_secret"`) || strings.Count(out, "redirect_uri") != 1 || strings.Contains(out, "jwks") || strings.Contains(out, "hemligt") {
		t.Errorf("the list is %s", out)
	}
	must(t, "backup", "-data", s.path("data"), "-o", s.path("backup.db"))
	if backup, err := os.ReadFile(s.path("backup.db")); err != nil || bytes.Contains(backup, []byte("hemligt")) {
		t.Errorf("the backup has the secret, or there is none: %v", err)
	}
	must(t, "restore", "-data", s.path("restored"), s.path("backup.db"))
	if _, out, _ := call("staff", "provider", "list", "-data", s.path("restored")); !strings.Contains(out, `"method":""`) {
		t.Errorf("after a restore the list is %s", out)
	}

	must(t, "staff", "provider", "remove", "-data", s.path("data"), "0581")
	if _, err := os.Stat(file); !os.IsNotExist(err) || list() != "{\"providers\":[]}\n" {
		t.Errorf("what is left is %v and %s", err, list())
	}
}

// What is wrong is said in one line, and nothing is stored.
func TestProviderIsChecked(t *testing.T) {
	s := newSite(t, "https://svar.example")
	at := openidtest.New(t, time.Now)
	if err := os.WriteFile(s.path("secret"), []byte("hemligt-ord\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for says, args := range map[string][]string{
		"-label is missing":                     {"-label", ""},
		"no https address":                      {"-issuer", "login.example"},
		"calls itself \"" + at.Issuer + "\"":    {"-issuer", at.Issuer + "/"},
		"before /.well-known/":                  {"-issuer", at.Issuer + "/x"},
		"does not take private_key_jwt":         {},
		"no private key in it":                  {"-key", s.path("secret")},
		"not both":                              {"-key", "a", "-secret-file", "b"},
		"check -secret-file":                    {"-secret-file", s.path("nowhere")},
		"there is no secret in it":              {"-secret-file", os.DevNull},
		"no municipality has the code \"9999\"": {"-municipality", "9999"},
		"-client-id is missing":                 {"-client-id", ""},
		"\"Linköping\" is one word too many":    {"Linköping"},
	} {
		args = append([]string{"staff", "provider", "add", "-data", s.path("data"), "-issuer", at.Issuer, "-client-id", "f", "-label", "Kommunen"}, args...)
		if says != "does not take private_key_jwt" {
			at.Methods = []string{"client_secret_basic", "private_key_jwt"}
		} else {
			at.Methods = []string{"client_secret_basic"}
		}
		code, out, errOut := call(args...)
		if code != exitInvalid || out != "" || !strings.Contains(errOut, says) || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%q: exit code %d, %s%s", says, code, out, errOut)
		}
	}
	at.Down = true
	if code, _, errOut := call("staff", "provider", "add", "-data", s.path("data"), "-issuer", at.Issuer, "-client-id", "f", "-label", "Kommunen"); code != exitFailed || !strings.Contains(errOut, "does not answer as it should") {
		t.Errorf("down: exit code %d, %s", code, errOut)
	}
	if _, out, _ := call("staff", "provider", "list", "-data", s.path("data")); out != "{\"providers\":[]}\n" {
		t.Errorf("stored are %s", out)
	}
	if code, _, errOut := call("staff", "provider", "remove", "-data", s.path("data"), "0581"); code != exitInvalid || !strings.Contains(errOut, "there is no provider 0581") {
		t.Errorf("removing what is not there: %d, %s", code, errOut)
	}
}
