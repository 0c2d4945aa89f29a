package surveytest

import (
	"context"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/places"
	"fragebatteri/survey/sqlite"
)

// AllLanguages are the tags of all languages.
var AllLanguages = []string{"ar", "fa-AF", "ti", "so", "uk", "sv", "en"}

// Start is when the clocks of tests begin.
var Start = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now returns the time on the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Instance is the console of a service on a real store, with a clock that the test moves.
type Instance struct {
	*survey.Desk
	Store *sqlite.Store
	Clock *Clock
	t     testing.TB
	keys  map[string]survey.PrivateKey // by public key

	keeper  *survey.Housekeeper
	keptFor *survey.Service // the service that keeper is of
}

// Service returns a service on the store that DB makes.
func Service(t testing.TB) *Instance {
	t.Helper()
	return on(t, DB(t))
}

// ServiceFor returns a service on the data folder dir, which it makes, with
// this host.
func ServiceFor(t testing.TB, dir string, host survey.Host) *Instance {
	t.Helper()
	return serviceWith(t, dir, host, Interventions, Areas)
}

// Fresh returns a service on a folder of which nothing but the address is said.
func Fresh(t testing.TB) *Instance {
	t.Helper()
	return serviceWith(t, filepath.Join(t.TempDir(), "instance"), survey.Host{BaseURL: Host.BaseURL}, nil, nil)
}

func serviceWith(t testing.TB, dir string, host survey.Host, interventions []survey.Intervention, areas []survey.Area) *Instance {
	t.Helper()
	return on(t, storeIn(t, dir, host, interventions, areas))
}

// ServiceOf returns a service on a folder of the test's own with this host.
func ServiceOf(t testing.TB, host survey.Host) *Instance {
	t.Helper()
	return ServiceFor(t, filepath.Join(t.TempDir(), "instance"), host)
}

func on(t testing.TB, store *sqlite.Store) *Instance {
	t.Helper()
	clock := &Clock{now: Start}
	return &Instance{Desk: NewService(t, store, clock.Now).As(survey.Actor{Role: survey.Console}), Store: store, Clock: clock, t: t, keys: map[string]survey.PrivateKey{}}
}

// NewService returns a service with all batteries and municipalities on any
// store.
func NewService(t testing.TB, store survey.Store, now func() time.Time) *survey.Service {
	t.Helper()
	return survey.New(store, Catalogue(t), now)
}

// Keep runs the housekeeper of the service.
func (in *Instance) Keep(ctx context.Context) error {
	if in.keptFor != in.Service {
		in.keeper, in.keptFor = survey.NewHousekeeper(in.Service), in.Service
	}
	return in.keeper.Run(ctx)
}

// Catalogue returns what is built in, with these batteries too.
func Catalogue(t testing.TB, more ...*survey.Battery) *survey.Catalogue {
	t.Helper()
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	return survey.NewCatalogue(append(list, more...), places.Municipalities(), places.Counties()).
		WithInterventions(places.Interventions()).Reserving(locales.Reserved()...)
}

// Restart replaces the service by a new one on the same store, as after the
// program was started again.
func (in *Instance) Restart() {
	in.t.Helper()
	in.Service = NewService(in.t, in.Store, in.Clock.Now)
}

// Key returns a fresh round key and remembers it for Private.
func (in *Instance) Key() survey.PublicKey {
	in.t.Helper()
	key, err := survey.NewPrivateKey()
	if err != nil {
		in.t.Fatal(err)
	}
	in.keys[string(key.Public())] = key
	return key.Public()
}

// Private returns the private key of a round that Begin opened.
func (in *Instance) Private(round survey.Round) survey.PrivateKey {
	in.t.Helper()
	key, ok := in.keys[string(round.PublicKey)]
	if !ok {
		in.t.Fatalf("round %s has a key of somebody else", round.Name)
	}
	return key
}

// Begin opens a round with the first battery there is, k 12 and a fresh key, unless
// change says otherwise.
func (in *Instance) Begin(name string, change ...func(*survey.NewRound)) survey.Round {
	in.t.Helper()
	n := survey.NewRound{Name: name, Batteries: in.BatteryIDs()[:1], Languages: AllLanguages, K: survey.SmallestK, PublicKey: in.Key(), Texts: Catalog(in.t).Text}
	for _, c := range change {
		c(&n)
	}
	round, err := in.OpenRound(in.t.Context(), n)
	if err != nil {
		in.t.Fatal(err)
	}
	return round
}

// Gather opens a session of OG028 in Norrköping for two hours and 20 answers,
// unless change says otherwise, and returns it with its tickets.
func (in *Instance) Gather(round survey.Round, change ...func(*survey.NewSession)) (survey.Session, []string) {
	in.t.Helper()
	n := survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028"}
	for _, c := range change {
		c(&n)
	}
	session, tickets, err := in.OpenSession(in.t.Context(), n)
	if err != nil {
		in.t.Fatal(err)
	}
	return session, tickets
}

// Send sends a form of names and values in turn to a session and returns what
// became of it.
func (in *Instance) Send(session survey.Session, nonce string, pairs ...string) error {
	in.t.Helper()
	return in.SendForm(session.Code, "", survey.Posted{Language: "sv", Nonce: nonce, Form: Form(pairs...)})
}

// SendForm sends a form that was loaded while the session was open to a code, with a ticket or "",
// and returns what became of it.
func (in *Instance) SendForm(code, ticket string, p survey.Posted) error {
	in.t.Helper()
	visit, err := in.Visit(in.t.Context(), code, ticket)
	if err != nil {
		return err
	}
	p.Token = visit.Token()
	return in.Submit(in.t.Context(), visit, p)
}

// Answer sends n answers with fresh nonces to a session.
func (in *Instance) Answer(session survey.Session, n int) {
	in.t.Helper()
	for range n {
		if err := in.Send(session, survey.NewNonce(), "K01", "o1"); err != nil {
			in.t.Fatal(err)
		}
	}
}

// Count returns how many answers of a round are pending.
func (in *Instance) Count(round survey.Round) int {
	in.t.Helper()
	pending, err := in.Store.Pending(in.t.Context(), round.ID)
	if err != nil {
		in.t.Fatal(err)
	}
	return len(pending)
}

// Form makes a form of names and values in turn.
func Form(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}
