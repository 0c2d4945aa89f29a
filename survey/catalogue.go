package survey

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// Catalogue is what the program knows without a registry: batteries, municipalities, counties and
// the interventions that a register begins with. It may be used by many goroutines at once, and never
// changes but for batteries of a region's own, which it takes in when they are frozen.
type Catalogue struct {
	builtIn        []*Battery
	own            *ownBatteries
	reserved       []string // ids that no battery can have
	municipalities []Municipality
	counties       map[string]string // name by code
	interventions  []Intervention
}

// NewCatalogue returns a catalogue of batteries that are prepared, of which modules are put last,
// municipalities sorted by code, and the names of counties by their codes.
func NewCatalogue(batteries []*Battery, municipalities []Municipality, counties map[string]string) *Catalogue {
	c := &Catalogue{builtIn: batteries, own: &ownBatteries{}, municipalities: municipalities, counties: counties}
	c.TakeIn()
	return c
}

// ownBatteries are those that a catalogue has beside those that are built in.
type ownBatteries struct {
	taking sync.Mutex
	all    atomic.Pointer[[]*Battery] // those that are built in first
}

// TakeIn adds batteries of a region's own, which are prepared, each in place of one with the same
// reference. Whoever looks for batteries from now on finds them.
func (c *Catalogue) TakeIn(own ...*Battery) {
	c.own.taking.Lock()
	defer c.own.taking.Unlock()
	all := slices.Clone(c.builtIn)
	if known := c.own.all.Load(); known != nil {
		all = slices.Clone(*known)
	}
	for _, b := range own {
		all = slices.DeleteFunc(all, func(other *Battery) bool { return other.Ref() == b.Ref() })
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(x, y *Battery) int { return moduleRank(x.ID) - moduleRank(y.ID) })
	c.own.all.Store(&all)
}

// IsBuiltIn reports whether a battery comes with the program.
func (c *Catalogue) IsBuiltIn(id string) bool {
	return slices.ContainsFunc(c.builtIn, func(b *Battery) bool { return b.ID == id })
}

// Reserving returns the catalogue with ids that no battery can have, because other texts are called so.
func (c *Catalogue) Reserving(ids ...string) *Catalogue {
	with := *c
	with.reserved = ids
	return &with
}

// Reserved returns the ids that no battery of a region's own can have.
func (c *Catalogue) Reserved() []string {
	ids := slices.Clone(c.reserved)
	for _, b := range c.builtIn {
		ids = append(ids, b.ID)
	}
	return ids
}

// WithInterventions returns the catalogue with the interventions that a register can begin with.
func (c *Catalogue) WithInterventions(list []Intervention) *Catalogue {
	with := *c
	with.interventions = list
	return &with
}

// Battery returns the battery with this reference, as in "core@1".
func (c *Catalogue) Battery(ref string) (*Battery, error) {
	all := c.Batteries()
	i := slices.IndexFunc(all, func(b *Battery) bool { return b.Ref() == ref })
	if i < 0 {
		return nil, Fail(NotFound, "battery.version", "Battery", ref)
	}
	return all[i], nil
}

// Batteries returns all versions of all batteries. The list is not to be changed.
func (c *Catalogue) Batteries() []*Battery { return *c.own.all.Load() }

// WholeBatteries returns all versions of all batteries that have questions of their own, in the order of
// BatteryIDs and the newest version first: without short forms, whose words and clips are those of their wholes.
func (c *Catalogue) WholeBatteries() []*Battery {
	whole := slices.DeleteFunc(slices.Clone(c.Batteries()), func(b *Battery) bool { return b.PartOf != "" })
	slices.SortFunc(whole, func(x, y *Battery) int {
		return cmp.Or(cmp.Compare(moduleRank(x.ID), moduleRank(y.ID)), cmp.Compare(x.ID, y.ID), cmp.Compare(y.Version, x.Version))
	})
	return whole
}

// NewestBattery returns the newest version of a battery by its id, and whether there is one.
func (c *Catalogue) NewestBattery(id string) (*Battery, bool) {
	var newest *Battery
	for _, b := range c.Batteries() {
		if b.ID == id && (newest == nil || b.Version > newest.Version) {
			newest = b
		}
	}
	return newest, newest != nil
}

// BatteryIDs returns the ids of all batteries, each once: sorted, modules (ids of one capital) last.
func (c *Catalogue) BatteryIDs() []string {
	var ids []string
	for _, b := range c.Batteries() {
		ids = append(ids, b.ID)
	}
	slices.SortFunc(ids, func(x, y string) int { return cmp.Or(cmp.Compare(moduleRank(x), moduleRank(y)), cmp.Compare(x, y)) })
	return slices.Compact(ids)
}

// WordedAs returns the ids of the batteries with whose words these ask, each once. One that there is
// none of is itself.
func (c *Catalogue) WordedAs(ids []string) []string {
	var worded []string
	for _, id := range ids {
		if b, known := c.NewestBattery(id); known {
			id = b.WordedAs()
		}
		if !slices.Contains(worded, id) {
			worded = append(worded, id)
		}
	}
	return worded
}

// moduleRank puts modules after the batteries that they are asked beside.
func moduleRank(id string) int {
	if id >= "a" {
		return 0
	}
	return 1
}

// Municipality returns the municipality with this code.
func (c *Catalogue) Municipality(code string) (Municipality, bool) {
	i := slices.IndexFunc(c.municipalities, func(m Municipality) bool { return m.Code == code })
	if i < 0 {
		return Municipality{}, false
	}
	return c.municipalities[i], true
}

// Municipalities returns all municipalities, sorted by code.
func (c *Catalogue) Municipalities() []Municipality { return c.municipalities }

// MunicipalitiesIn returns the municipalities of the county with this two-digit code, sorted by code.
func (c *Catalogue) MunicipalitiesIn(county string) []Municipality {
	var list []Municipality
	for _, m := range c.municipalities {
		if County(m.Code) == county {
			list = append(list, m)
		}
	}
	return list
}

// Counties returns the codes of all counties, sorted.
func (c *Catalogue) Counties() []string { return slices.Sorted(maps.Keys(c.counties)) }

func (c *Catalogue) knowsMunicipality(code string) bool {
	_, ok := c.Municipality(code)
	return ok
}

// CountyName returns the name of the county with this two-digit code, or the code where it is not
// known.
func (c *Catalogue) CountyName(code string) string { return cmp.Or(c.counties[code], code) }
