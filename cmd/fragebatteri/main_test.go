package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fragebatteri/survey"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/surveytest/tool"
)

func TestMain(m *testing.M) {
	// Each test makes data folders and drops them: what is collected seldom costs least.
	debug.SetGCPercent(400)
	testscript.Main(m, map[string]func(){"fragebatteri": main})
}

// TestScripts runs the scripts in testdata. Beside testscript's own commands
// they have those of scriptCommands; what an operator types is always the real
// program.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata",
		Cmds:               scriptCommands,
		Condition:          condition,
		RequireUniqueNames: true,
	})
}

// condition answers the scripts' questions: [all] whether all tests are run, and
// [race].
func condition(name string) (bool, error) {
	switch name {
	case "all":
		return tool.All(), nil
	case "race":
		return underRace, nil
	}
	return false, fmt.Errorf("there is no condition %s", name)
}

// scriptCommands are the commands of the scripts that are not testscript's.
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	// refused PATTERN WORDS… runs the program, which must exit with 2, print
	// nothing on stdout and one line that matches on stderr, and leave every
	// file as it was.
	"refused": func(ts *testscript.TestScript, neg bool, args []string) { mustFail(ts, exitInvalid, neg, args) },

	// failed PATTERN WORDS… is refused with the exit code 1.
	"failed": func(ts *testscript.TestScript, neg bool, args []string) { mustFail(ts, exitFailed, neg, args) },

	// object KEY… demands that stdout is exactly one JSON object with exactly
	// these keys. KEY=NAME also sets the variable NAME to the value.
	"object": matchObject,

	// answer DATA CODE[/TICKET] N stores N made-up answers in a session.
	"answer": answerSession,

	// unreadable DATA CODE N stores N ciphertexts that no key opens.
	"unreadable": storeUnreadable,

	// flip FILE changes one bit in the middle of a file, truncate FILE takes
	// its second half away.
	"flip":     func(ts *testscript.TestScript, _ bool, args []string) { change(ts, args, flipped) },
	"truncate": func(ts *testscript.TestScript, _ bool, args []string) { change(ts, args, halved) },

	// saved-as HOW FROM TO saves a text again, as another program saves it.
	"saved-as": saveAs,

	// replied DATA RELEASE LANG PARAGRAPH… demands these paragraphs of a reply.
	"replied": hasReply,

	// newer FILE makes a database file say that a later version made it.
	"newer": func(ts *testscript.TestScript, _ bool, args []string) { change(ts, args, ofNewerVersion) },
}

func mustFail(ts *testscript.TestScript, code int, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: refused PATTERN WORDS…")
	}
	before := filesIn(ts, ts.MkAbs("."))
	err := ts.Exec("fragebatteri", args[1:]...)
	stopped, ok := errors.AsType[*exec.ExitError](err)
	if !ok || stopped.ExitCode() != code {
		ts.Fatalf("it ended with %v; want exit code %d", err, code)
	}
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("it printed %q on stdout", out)
	}
	if fault := notOneLine(ts.ReadFile("stderr")); fault != "" {
		ts.Fatalf("%s", fault)
	}
	if !regexp.MustCompile(args[0]).MatchString(ts.ReadFile("stderr")) {
		ts.Fatalf("stderr does not match %s", args[0])
	}
	if after := filesIn(ts, ts.MkAbs(".")); !maps.Equal(before, after) {
		ts.Fatalf("files were changed: %s", strings.Join(differing(before, after), ", "))
	}
}

// notOneLine says in what way a message is not one clear line, or returns "".
func notOneLine(message string) string {
	line, rest, ended := strings.Cut(message, "\n")
	switch {
	case !strings.HasPrefix(line, "fragebatteri: ") || !ended || rest != "":
		return "stderr is not exactly one line of the program: " + strconv.Quote(message)
	case strings.Contains(line, "goroutine ") || strings.Contains(line, "%!"):
		return "stderr was not written for people: " + strconv.Quote(message)
	}
	return ""
}

// filesIn returns a hash of every file below a folder, and of its folders.
func filesIn(ts *testscript.TestScript, root string) map[string]string {
	hashes := map[string]string{}
	ts.Check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			hashes[path] = "folder"
			return err
		}
		content, err := os.ReadFile(path)
		sum := sha256.Sum256(content)
		hashes[path] = hex.EncodeToString(sum[:])
		return err
	}))
	return hashes
}

func differing(before, after map[string]string) []string {
	all := maps.Clone(before)
	maps.Copy(all, after)
	var names []string
	for name := range all {
		if before[name] != after[name] {
			names = append(names, filepath.Base(name))
		}
	}
	return slices.Sorted(slices.Values(names))
}

func matchObject(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("object cannot be negated")
	}
	object, err := oneObject([]byte(ts.ReadFile("stdout")))
	ts.Check(err)
	var want []string
	for _, arg := range args {
		key, name, capture := strings.Cut(arg, "=")
		want = append(want, key)
		if text, isText := object[key].(string); capture && isText {
			ts.Setenv(name, text)
		}
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(object)); !slices.Equal(got, want) {
		ts.Fatalf("the object has the keys %v; want %v", got, want)
	}
}

// oneObject reads what a command printed: one JSON object and nothing else.
func oneObject(printed []byte) (map[string]any, error) {
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(printed))
	if err := decoder.Decode(&object); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("stdout has more than one object")
	}
	if bytes.Count(printed, []byte("\n")) != 1 {
		return nil, errors.New("the object is not on one line of its own")
	}
	return object, nil
}

// here returns a data folder opened in this process.
func here(dir string) (*instance, error) {
	a := &app{in: strings.NewReader(""), out: io.Discard, err: io.Discard, now: time.Now}
	return a.open(context.Background(), dir)
}

func answerSession(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: answer DATA CODE[/TICKET] N")
	}
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	in, err := here(ts.MkAbs(args[0]))
	ts.Check(err)
	code, ticket, _ := strings.Cut(args[1], "/")
	visit, err := in.Visit(context.Background(), code, ticket)
	for i := 0; i < n && err == nil; i++ {
		posted := survey.Posted{Nonce: survey.NewNonce(), Token: visit.Token(), Language: "sv", Form: form(i)}
		err = in.Submit(context.Background(), visit, posted)
	}
	ts.Check(errors.Join(err, in.store.Close()))
}

func storeUnreadable(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: unreadable DATA CODE N")
	}
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	store, err := sqlite.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	session, err := store.Session(context.Background(), args[1])
	for range n {
		arrival := survey.Arrival{Round: session.Round, Session: session.Code, Capacity: session.Capacity, Nonce: survey.NewNonce()}
		arrival.Answer = survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: make([]byte, 593)}
		rand.Read(arrival.Answer.Ciphertext)
		_, received := store.Receive(context.Background(), arrival)
		err = errors.Join(err, received)
	}
	ts.Check(errors.Join(err, store.Close()))
}

func change(ts *testscript.TestScript, args []string, how func([]byte) []byte) {
	if len(args) != 1 {
		ts.Fatalf("name one file")
	}
	content, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	write(ts, args[0], how(content))
}

func write(ts *testscript.TestScript, name string, content []byte) {
	ts.Check(os.WriteFile(ts.MkAbs(name), content, 0o600))
}

// flipped returns content with one bit changed in its middle. A digit stays a
// digit and a letter a letter, so that only a signature or digest can tell; the
// last letter before base64's padding has bits that mean nothing and is spared.
func flipped(content []byte) []byte {
	changed := bytes.Clone(content)
	for i := len(changed) / 2; ; i++ {
		at := changed[i]
		if (at >= '2' && at <= '9' || at >= 'b' && at <= 'y') && changed[i+1] != '=' {
			changed[i] ^= 1
			return changed
		}
	}
}

func halved(content []byte) []byte { return content[:len(content)/2] }

// ofNewerVersion returns a database file whose user_version is beyond any that
// is known, https://sqlite.org/fileformat.html#the_database_header.
func ofNewerVersion(content []byte) []byte {
	changed := bytes.Clone(content)
	binary.BigEndian.PutUint32(changed[60:], 9999)
	return changed
}
