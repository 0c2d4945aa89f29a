package survey

import (
	"cmp"
	"maps"
	"slices"
)

// Catalogue is what the program knows without a data folder: batteries, municipalities, counties and
// the interventions that a register begins with. It never changes and may be used by many goroutines at once.
type Catalogue struct {
	batteries      []*Battery
	municipalities []Municipality
	counties       map[string]string // name by code
	interventions  []Intervention
}

// NewCatalogue returns a catalogue of batteries that are prepared, of which modules are put last,
// municipalities sorted by code, and the names of counties by their codes.
func NewCatalogue(batteries []*Battery, municipalities []Municipality, counties map[string]string) *Catalogue {
	batteries = slices.SortedStableFunc(slices.Values(batteries), func(x, y *Battery) int { return moduleRank(x.ID) - moduleRank(y.ID) })
	return &Catalogue{batteries: batteries, municipalities: municipalities, counties: counties}
}

// WithInterventions returns the catalogue with the interventions that a register can begin with.
func (c *Catalogue) WithInterventions(list []Intervention) *Catalogue {
	with := *c
	with.interventions = list
	return &with
}

// Battery returns the battery with this reference, as in "core@1".
func (c *Catalogue) Battery(ref string) (*Battery, error) {
	i := slices.IndexFunc(c.batteries, func(b *Battery) bool { return b.Ref() == ref })
	if i < 0 {
		return nil, Fail(NotFound, "battery.version", "Battery", ref)
	}
	return c.batteries[i], nil
}

// Batteries returns all versions of all batteries.
func (c *Catalogue) Batteries() []*Battery { return c.batteries }

// NewestBattery returns the newest version of a battery by its id, and whether there is one.
func (c *Catalogue) NewestBattery(id string) (*Battery, bool) {
	var newest *Battery
	for _, b := range c.batteries {
		if b.ID == id && (newest == nil || b.Version > newest.Version) {
			newest = b
		}
	}
	return newest, newest != nil
}

// BatteryIDs returns the ids of all batteries, each once: sorted, modules (ids of one capital) last.
func (c *Catalogue) BatteryIDs() []string {
	var ids []string
	for _, b := range c.batteries {
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
