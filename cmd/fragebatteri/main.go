// Fragebatteri is one program for everything: serving participants, the
// steward's commands, and sealing on the steward's own computer.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends it at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// app is what a command has of the world.
type app struct {
	in  io.Reader
	out io.Writer // one JSON object, for programs
	err io.Writer // text, for people
	now func() time.Time
}

// today returns the day in Sweden, YYYY-MM-DD.
func (a *app) today() string { return survey.DayOf(a.now()) }

// command is one subcommand. Its name is one to three words.
type command struct {
	name  string
	usage string // flags and what they mean; the first line is the call
	run   func(context.Context, *app, []string) error
}

// commands lists all subcommands in the order in which help shows them.
func commands() []command {
	return []command{
		demoCommand, deskCommand, signerNewCommand, keyNewCommand, keyCheckCommand,
		initCommand, hostSetCommand, regionSetCommand, signerSetCommand, serveCommand,
		interventionImportCommand, interventionExportCommand, interventionListCommand, areaImportCommand,
		staffInviteCommand, staffListCommand, staffRevokeCommand,
		roundOpenCommand, roundChangeCommand, roundCloseCommand,
		planImportCommand, planExportCommand, planForecastCommand,
		sessionOpenCommand, sessionQRCommand, sessionPosterCommand, sessionPlacesCommand, sessionCloseCommand, sessionDiscardCommand, guidePrintCommand,
		staffProviderAddCommand, staffProviderListCommand, staffProviderRemoveCommand,
		pendingExportCommand, sealCommand, releaseImportCommand, releasePublishCommand, releaseAnswerCommand, verifyCommand, exportCommand,
		batteryCheckCommand, batteryPrintCommand, batteryExportCommand, batteryImportCommand,
		localeCheckCommand, localeStatusCommand, localeExportCommand, localeImportCommand, audioCheckCommand,
		documentListCommand, documentPrintCommand,
		logListCommand,
		backupCommand, restoreCommand, checkCommand, healthCommand, versionCommand,
	}
}

// Exit codes.
const (
	exitOK      = 0
	exitFailed  = 1 // the world failed: a disk, a network, a fault of ours
	exitInvalid = 2 // the input or the state of things does not allow it; nothing was changed
)

// run executes one command and returns its exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	a := &app{in: in, out: out, err: errOut, now: time.Now}
	if len(args) == 0 && doubleClicked(a, os.Args[0]) {
		args = []string{deskCommand.name}
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		a.help(args)
		return exitOK
	}
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) < len(words) || strings.Join(args[:len(words)], " ") != c.name {
			continue
		}
		err := c.run(ctx, a, args[len(words):])
		if errors.Is(err, errHelp) {
			fmt.Fprint(out, c.usage)
			return exitOK
		}
		return a.report(err)
	}
	return a.report(operator.Refusef("there is no command %q; 'fragebatteri help' lists them", strings.Join(args[:min(2, len(args))], " ")))
}

// report prints an error as one line and returns the exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitOK
	}
	lines := strings.FieldsFunc(operator.Text(err), func(r rune) bool { return r == '\n' })
	fmt.Fprintln(a.err, "fragebatteri: "+strings.Join(lines, "; "))
	if _, refused := errors.AsType[*operator.Refusal](err); refused {
		return exitInvalid
	}
	switch survey.KindOf(err) {
	case survey.Internal, survey.Unavailable:
		return exitFailed
	}
	return exitInvalid
}

// help prints how all commands, or those whose name begins with the given
// words, are called.
func (a *app) help(args []string) {
	prefix := ""
	if len(args) > 1 {
		prefix = strings.Join(args[1:], " ")
	}
	for _, c := range commands() {
		if strings.HasPrefix(c.name, prefix) {
			fmt.Fprintln(a.out, c.usage)
		}
	}
}

// print writes the command's one JSON object.
func (a *app) print(object any) error {
	encoder := json.NewEncoder(a.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(object)
}

// tell writes a line for people.
func (a *app) tell(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}
