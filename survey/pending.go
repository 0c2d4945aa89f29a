package survey

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// PendingFormat names the format of a pending file.
const PendingFormat = pendingFormats + "3"

// plainPendingFormat names the format of pending files that do not say which set was asked where, because
// every session asks one battery, whole and at all timings. A round of which that is true is still
// written so: the lots of its seal follow from the file, and must not change with the program.
const plainPendingFormat = pendingFormats + "2"

// pendingFormats is how the formats of pending files of all versions begin.
const pendingFormats = "fragebatteri-pending/"

// PendingFile is what the steward takes from the server to the computer that
// holds the keys: the ciphertexts of a round in the order of their random keys,
// and the rules that the round was promised.
type PendingFile struct {
	Format        string         `json:"format"`
	Exported      string         `json:"exported"` // the day in Sweden, YYYY-MM-DD; its release has it too
	Round         PendingRound   `json:"round"`
	Next          *NextRound     `json:"next"`  // where answers wait; nil with Final
	Final         bool           `json:"final"` // what finds no block now is destroyed
	Prev          string         `json:"prev"`  // hash of the newest release, or ""
	Demo          bool           `json:"demo"`
	Batteries     []*Battery     `json:"batteries"`
	TakenOver     []string       `json:"taken_over,omitempty"` // references of those that this round did not ask
	Areas         []Area         `json:"areas"`
	Interventions []PendingOffer `json:"interventions"`
	Asked         []Asking       `json:"asked"`
	Announced     []Announced    `json:"announced"`
	Discarded     []string       `json:"discarded"` // tags of sessions whose answers are not used
	Answers       [][]byte       `json:"answers"`
	Digest        string         `json:"digest"` // SHA-256 of the file with an empty digest
}

// PendingRound is the round in a pending file.
type PendingRound struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	K         int       `json:"k"`
	Size      int       `json:"size"`
	PublicKey PublicKey `json:"public_key"`
	KeyKept   bool      `json:"key_kept"`
}

// NextRound is where answers that wait are re-encrypted to.
type NextRound struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Size      int       `json:"size"`
	PublicKey PublicKey `json:"public_key"`
}

// PendingOffer says where an intervention is offered.
type PendingOffer struct {
	ID             string   `json:"id"`
	Municipalities []string `json:"municipalities"`
}

// Asking is a municipality, intervention and timing that sessions were held
// about.
type Asking struct {
	Municipality string `json:"municipality"`
	Intervention string `json:"intervention"`
	Timing       Timing `json:"timing"`
	Set          string `json:"set,omitempty"` // that was asked, as in "core@1+A@1"; not said by plainPendingFormat
}

// Announced is how many people gatherings in a municipality were announced for.
// Sessions that anybody may find (channel self) announce nobody.
type Announced struct {
	Municipality string `json:"municipality"`
	Answers      int    `json:"answers"`
}

// ExportPending makes the pending file of a round and marks the round as
// exported. It refuses while anything can still arrive. Answers that find no
// block wait for a later round, which must be open and take over the batteries;
// with final they are destroyed instead. It can be repeated until the release
// is imported: on another day the file differs in nothing but that day, and is
// sealed to the same numbers. write stores the file; the round is marked when it has. Until then
// nobody else can change the registry, so write must not ask the service.
func (d *Desk) ExportPending(ctx context.Context, roundID string, final bool, write func(PendingFile) error) (PendingFile, error) {
	if err := d.may(ExportPending, Thing{}); err != nil {
		return PendingFile{}, err
	}
	round, err := d.Round(ctx, roundID)
	if err != nil {
		return PendingFile{}, err
	}
	switch round.State {
	case RoundOpen: // mutation: open
		return PendingFile{}, Fail(Conflict, "round.still_open", "Round", round.Name)
	case RoundClosing: // mutation: closing
		return PendingFile{}, Fail(Conflict, "round.closing", "Round", round.Name, "Until", round.GraceEnds.UTC().Format("2006-01-02 15:04"))
	case RoundSealed:
		return PendingFile{}, Fail(Conflict, "round.answers_gone", "Round", round.Name)
	}
	file := PendingFile{
		Exported: DayOf(d.now()), Final: final, Areas: round.Areas,
		Round: PendingRound{ID: round.ID, Name: round.Name, K: round.K, Size: round.Size, PublicKey: round.PublicKey, KeyKept: round.KeyKept},
	}
	// All of it with the lock held: a session that was discarded meanwhile would be counted.
	err = d.change(ctx, ExportPending, round.Name, func(ctx context.Context, tx RegistryTx) error {
		round.State = RoundExported
		if err := round.move(ctx, tx); err != nil {
			return err
		}
		if err := d.fillPending(ctx, tx, round, &file); err != nil {
			return err
		}
		return write(file)
	})
	if err != nil {
		return PendingFile{}, err
	}
	return file, nil
}

func (d *Desk) fillPending(ctx context.Context, registry RegistryReader, round Round, file *PendingFile) error {
	host, err := registry.Host(ctx)
	if err != nil {
		return err
	}
	file.Demo = host.Demo
	file.TakenOver = round.TakesOver
	for _, ref := range round.holds() {
		battery, err := d.Battery(ref)
		if err != nil {
			return err
		}
		file.Batteries = append(file.Batteries, battery.WithoutMeasures())
	}
	if !file.Final {
		if file.Next, err = d.nextRound(ctx, round); err != nil {
			return err
		}
	}
	if file.Prev, err = newestRelease(ctx, registry); err != nil {
		return err
	}
	if err := file.fillSessions(ctx, registry); err != nil {
		return err
	}
	pending, err := d.store.Pending(ctx, round.ID)
	if err != nil {
		return err
	}
	for _, answer := range pending {
		file.Answers = append(file.Answers, answer.Ciphertext)
	}
	file.settle()
	file.Digest = file.digest()
	return nil
}

// settle says in which format the file is, and leaves out what that does not say.
func (f *PendingFile) settle() {
	plain := all(f.Batteries, func(b *Battery) bool {
		return b.PartOf == "" && all(b.Questions, func(q Question) bool { return len(q.Timings) == 0 })
	}) && all(f.Asked, func(a Asking) bool { return len(RefsIn(a.Set)) == 1 && a.Timing != Later })
	if f.Format = PendingFormat; !plain {
		return
	}
	f.Format = plainPendingFormat
	for i := range f.Asked {
		f.Asked[i].Set = ""
	}
	f.Asked = slices.Compact(f.Asked)
}

// nextRound finds the later open round that answers of this one can wait for
// without being promised less.
func (d *Desk) nextRound(ctx context.Context, round Round) (*NextRound, error) {
	rounds, err := d.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	later := false
	for _, next := range rounds {
		if next.ID == round.ID {
			later = true
			continue
		}
		fits := later && next.State == RoundOpen && next.K >= round.K && next.Size >= round.Size // mutation: fits
		// An answer that nobody at the server can read stays so.
		fits = fits && (round.KeyKept || !next.KeyKept)
		for _, ref := range round.holds() {
			fits = fits && slices.Contains(next.holds(), ref)
		}
		if fits {
			return &NextRound{ID: next.ID, Name: next.Name, Size: next.Size, PublicKey: next.PublicKey}, nil
		}
	}
	return nil, Fail(Conflict, "round.no_next", "Round", round.Name)
}

// newestRelease returns the SHA-256 of the release that the next one continues from, or "".
func newestRelease(ctx context.Context, registry RegistryReader) (string, error) {
	releases, err := registry.Releases(ctx)
	if err != nil || len(releases) == 0 {
		return "", err
	}
	newest, err := registry.Release(ctx, releases[len(releases)-1].ID)
	return HashOf(newest.JSON), err
}

// fillSessions lists what was asked and announced, and the tags of discarded sessions, which
// are random and say nothing of which session it was.
func (f *PendingFile) fillSessions(ctx context.Context, registry RegistryReader) error {
	sessions, err := registry.Sessions(ctx, f.Round.ID)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		if session.Discarded != "" {
			f.Discarded = append(f.Discarded, session.Tag)
			continue
		}
		if session.neverOpened() {
			continue
		}
		f.announce(session)
		asking := Asking{Municipality: session.Municipality, Intervention: session.Intervention, Timing: session.Timing, Set: session.Set}
		if !slices.Contains(f.Asked, asking) {
			f.Asked = append(f.Asked, asking)
		}
	}
	slices.Sort(f.Discarded)
	slices.SortFunc(f.Asked, func(x, y Asking) int {
		return slices.Compare([]string{x.Municipality, x.Intervention, string(x.Timing), x.Set}, []string{y.Municipality, y.Intervention, string(y.Timing), y.Set})
	})
	slices.SortFunc(f.Announced, func(x, y Announced) int { return cmp.Compare(x.Municipality, y.Municipality) })
	interventions, err := registry.Interventions(ctx)
	for _, i := range interventions {
		f.Interventions = append(f.Interventions, PendingOffer{ID: i.ID, Municipalities: i.Municipalities})
	}
	return err
}

// announce adds what a session was announced for.
func (f *PendingFile) announce(s Session) {
	if s.Announced == 0 {
		return
	}
	i := slices.IndexFunc(f.Announced, func(a Announced) bool { return a.Municipality == s.Municipality })
	if i < 0 {
		i = len(f.Announced)
		f.Announced = append(f.Announced, Announced{Municipality: s.Municipality})
	}
	f.Announced[i].Answers += s.Announced
}

// Encode returns the bytes of the file.
func (f PendingFile) Encode() ([]byte, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encode pending file: %w", err)
	}
	return append(text, '\n'), nil
}

// ParsePending reads a pending file and refuses one that is truncated, changed,
// of another format, or that says what no round can mean. One of the first format
// is returned as if it had been written in the second; it does not say on which day it was
// exported, and gets the day today.
func ParsePending(text []byte, today string) (PendingFile, error) {
	var said struct{ Format, Digest string }
	if err := json.Unmarshal(text, &said); err != nil {
		return PendingFile{}, Fail(Invalid, "pending.broken").Because(err)
	}
	var f PendingFile
	var err error
	switch said.Format {
	case PendingFormat, plainPendingFormat:
		err = decodeKnown(text, &f)
	case firstPendingFormat:
		var first firstPending
		err = decodeKnown(text, &first)
		f = first.present(today)
	default:
		if !strings.HasPrefix(said.Format, pendingFormats) {
			return PendingFile{}, Fail(Invalid, "pending.broken")
		}
		return PendingFile{}, Fail(Invalid, "pending.format", "Format", said.Format, "Reads", PendingFormat)
	}
	if err != nil {
		return PendingFile{}, Fail(Invalid, "pending.broken").Because(err)
	}
	if !endsWithDigest(text, said.Digest) {
		return PendingFile{}, Fail(Invalid, "pending.changed")
	}
	if err := f.check(); err != nil {
		return PendingFile{}, err
	}
	return f, nil
}

// decodeKnown decodes JSON and refuses what the value has no place for.
func decodeKnown(text []byte, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(value)
}

// endsWithDigest reports whether a file ends with this digest and the digest is
// that of its other bytes. They are taken as they were written: another version
// of the program would write the same file in other bytes.
func endsWithDigest(text []byte, digest string) bool {
	rest, ok := bytes.CutSuffix(bytes.TrimSpace(text), []byte(`"`+digest+`"}`))
	return ok && digest == HashOf(slices.Concat(rest, []byte(`""}`)))
}

func (f PendingFile) digest() string {
	f.Digest = ""
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // plain values always marshal
	}
	return HashOf(text)
}

// HashOf returns the SHA-256 of bytes as lower-case hexadecimal.
func HashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
