package export

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
)

// sampleCatalogue has a dataset of a round and one that is of none, on a host with a nasty name.
func sampleCatalogue() Catalogue {
	both := func(text string) []Text { return []Text{{"sv", text}, {"en", "<" + text + ` & "in English">`}} }
	return Catalogue{
		Host:    survey.Host{BaseURL: "https://svar.example", Name: `Region <Ö> & "X"`, Kind: survey.HostRegion, Contact: "oppna.data@svar.example"},
		Address: "/datasets/dcat", Page: "/results", Title: both("Katalog"), Description: both("Allt"),
		API:    Service{Title: both("Gränssnitt"), Address: "/api/v1", Description: "/api/v1/openapi.json"},
		Series: Dataset{ID: "rounds", Title: both("Omgångar"), Description: both("Alla")},
		Datasets: []Dataset{
			{ID: "questions", Title: both("Frågor"), Description: both("Alla frågor"), Distributions: []Distribution{{ID: "json", Address: "/q", Format: "JSON", MediaType: "application/json"}}},
			{
				ID: "round-x", Title: both("Svar"), Description: both("Omgång"), Keywords: both("enkät"), Issued: "2026-07-01", First: "2026-01-01", Last: "2026-06-30",
				Counties: []string{"05", "99"}, InSeries: true,
				Distributions: []Distribution{{ID: "json", Address: "/r", Format: "JSON", MediaType: "application/json", Hash: strings.Repeat("0a", 32)}, {ID: "csv", Address: "/r.csv", Format: "CSV", MediaType: "text/csv"}},
			},
		},
	}
}

// node is an element of RDF/XML.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n node) attr(name string) string {
	i := slices.IndexFunc(n.Attrs, func(a xml.Attr) bool { return a.Name.Local == name })
	if i < 0 {
		return ""
	}
	return n.Attrs[i].Value
}

// all returns the values of a property: texts, or what it refers to.
func (n node) all(property string) []string {
	var values []string
	for _, c := range n.Children {
		if c.XMLName.Local == property {
			values = append(values, c.attr("resource")+c.Text)
		}
	}
	return values
}

// dcatOf writes a catalogue and returns what it describes, by its class.
func dcatOf(t *testing.T, c Catalogue) map[string][]node {
	t.Helper()
	var out bytes.Buffer
	if err := DCAT(&out, c); err != nil {
		t.Fatal(err)
	}
	var root node
	if err := xml.Unmarshal(out.Bytes(), &root); err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	all := map[string][]node{}
	for _, n := range root.Children {
		all[n.XMLName.Local] = append(all[n.XMLName.Local], n)
	}
	return all
}

// required is what the Swedish profile requires beside the shapes of DCAT-AP.
var required = map[string][]string{
	"Catalog":       {"title", "description", "publisher", "license", "dataset"},
	"Agent":         {"name", "type"},
	"Organization":  {"fn", "hasEmail"},
	"Dataset":       {"title", "description", "publisher", "distribution"},
	"DatasetSeries": {"title", "description"},
	"Distribution":  {"accessURL", "format", "license"},
	"DataService":   {"title", "endpointURL"},
}

func TestDCATByTheSwedishProfile(t *testing.T) {
	c := sampleCatalogue()
	all := dcatOf(t, c)
	for class, properties := range required {
		if len(all[class]) == 0 {
			t.Errorf("there is no %s", class)
		}
		for _, n := range all[class] {
			for _, property := range properties {
				if len(n.all(property)) == 0 {
					t.Errorf("%s has no %s", n.attr("about"), property)
				}
			}
		}
	}
	if licence := all["Catalog"][0].all("license"); !slices.Equal(licence, []string{"http://creativecommons.org/publicdomain/zero/1.0/"}) {
		t.Errorf("the licence of the catalogue is %q; it must be CC0 by its IRI", licence)
	}
	if name := all["Agent"][0].all("name"); name[0] != c.Host.Name {
		t.Errorf("the publisher is called %q", name)
	}
	if titles := all["Dataset"][1].all("title"); !slices.Equal(titles, []string{"Svar", `<Svar & "in English">`}) {
		t.Errorf("the titles are %q", titles)
	}
	if spatial := all["Dataset"][1].all("spatial"); !slices.Equal(spatial, []string{"http://data.europa.eu/nuts/code/SE123"}) {
		t.Errorf("the counties are %q", spatial)
	}
	if len(all["Dataset"][1].all("inSeries")) != 1 || len(all["Dataset"][0].all("inSeries")) != 0 {
		t.Error("the series has another dataset than the round's")
	}
}

var absolute = regexp.MustCompile(`^(https?://[^ "<>{}|\\^]+|mailto:[^ ]+)$`)

// Everything that is described has an address of its own, no two the same; what is referred to and is
// the catalogue's is described.
func TestDCATRefersToWhatIsThere(t *testing.T) {
	described, referred := map[string]bool{}, map[string]bool{}
	var visit func(n node)
	visit = func(n node) {
		if to := n.attr("resource"); to != "" {
			referred[to] = true
		}
		for _, c := range n.Children {
			visit(c)
		}
	}
	for class, nodes := range dcatOf(t, sampleCatalogue()) {
		for _, n := range nodes {
			about := n.attr("about")
			if !absolute.MatchString(about) || described[about] {
				t.Errorf("a %s is identified by %q", class, about)
			}
			described[about] = true
			visit(n)
		}
	}
	for to := range referred {
		if !absolute.MatchString(to) || strings.HasPrefix(to, "https://svar.example/datasets/dcat") && !described[to] {
			t.Errorf("it refers to %q", to)
		}
	}
}

// A contact that is no address of mail is none to a portal, each kind of host has its type, and a
// catalogue without a round has no series.
func TestDCATOfHosts(t *testing.T) {
	for contact, email := range map[string]string{
		"a@svar.example": "mailto:a@svar.example", "Öppna data <a@svar.example>": "mailto:a@svar.example",
		"": "", "010-123 45 67": "", "https://svar.example/kontakt": "",
	} {
		c := sampleCatalogue()
		c.Host.Contact = contact
		all := dcatOf(t, c)
		if n := len(all["Organization"]); n > 1 || n == 1 && all["Organization"][0].all("hasEmail")[0] != email || n == 0 && email != "" {
			t.Errorf("of the contact %q it says %v", contact, all["Organization"])
		}
		if has := len(all["Dataset"][0].all("contactPoint")) > 0; has != (email != "") {
			t.Errorf("of the contact %q a dataset has one: %t", contact, has)
		}
	}
	types := map[string]bool{}
	for _, kind := range survey.HostKinds {
		c := sampleCatalogue()
		c.Host.Kind, c.Datasets = kind, c.Datasets[:1]
		all := dcatOf(t, c)
		types[all["Agent"][0].all("type")[0]] = true
		if len(all["DatasetSeries"]) > 0 {
			t.Error("there is a series without a round")
		}
	}
	if types[""] || len(types) != len(survey.HostKinds) {
		t.Errorf("the types of publishers are %v", types)
	}
}

// failing takes so many bytes and no more.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestDCATSaysThatItCannotBeWritten(t *testing.T) {
	for _, left := range []int{0, 50} {
		if err := DCAT(&failing{left}, sampleCatalogue()); err == nil {
			t.Errorf("after %d bytes nothing is wrong", left)
		}
	}
}
