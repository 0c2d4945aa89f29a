package export

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"fragebatteri/survey"
)

// Licence is what everything that is released may be used under: CC0, without any condition. It is
// the IRI that data portals know, which has no https; of a catalogue they take no other licence.
const Licence = "http://creativecommons.org/publicdomain/zero/1.0/"

// Catalogue is what a data portal is told of all that a host has released. Addresses are paths below
// the host's own.
type Catalogue struct {
	Host        survey.Host
	Address     string // of the catalogue itself
	Title       []Text
	Description []Text
	Page        string // for people
	API         Service
	Series      Dataset // that the datasets of rounds are part of: its ID, Title and Description
	Datasets    []Dataset
}

// Text is a text in one language.
type Text struct {
	Language string `xml:"xml:lang,attr"` // tag
	Text     string `xml:",chardata"`
}

// Service is an interface for programs.
type Service struct {
	Title       []Text
	Address     string
	Description string // address of its description in OpenAPI
}

// Dataset is one dataset: what was released of one round, or what does not belong to any.
type Dataset struct {
	ID            string // tells it from the others for ever
	Title         []Text
	Description   []Text
	Keywords      []Text
	Issued        string   // day, YYYY-MM-DD; may be empty
	First, Last   string   // days of the period that it is about; may be empty
	Counties      []string // codes of two digits
	InSeries      bool
	Distributions []Distribution
}

// Distribution is one form in which a dataset can be had.
type Distribution struct {
	ID          string // tells it from the others of its dataset
	Description []Text
	Address     string
	Format      string // as the EU's table of file types has it: CSV, JSON …
	MediaType   string
	Hash        string // SHA-256 in hexadecimal; may be empty
}

// DCAT writes a catalogue by DCAT-AP-SE 3.0.1, as RDF/XML with nothing but absolute addresses: that is
// what Sveriges dataportal harvests. What the profile wants identified is no blank node. A contact
// has an address of mail there or is none, so that one is only given where the host's contact is that.
func DCAT(w io.Writer, c Catalogue) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write DCAT: %w", err)
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(c.document()); err != nil {
		return fmt.Errorf("write DCAT: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write DCAT: %w", err)
	}
	return nil
}

// iri returns what identifies a part of the catalogue.
func (c Catalogue) iri(part string) string { return c.url(c.Address) + "#" + part }

func (c Catalogue) url(address string) string { return c.Host.BaseURL + address }

// Names of parts of a catalogue.
const (
	publisherPart = "publisher"
	contactPart   = "contact"
	servicePart   = "api"
)

func (c Catalogue) document() rdfDocument {
	d := rdfDocument{
		RDF: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", RDFS: "http://www.w3.org/2000/01/rdf-schema#",
		DCAT: "http://www.w3.org/ns/dcat#", DCTerms: "http://purl.org/dc/terms/", FOAF: "http://xmlns.com/foaf/0.1/",
		VCard: "http://www.w3.org/2006/vcard/ns#", SPDX: "http://spdx.org/rdf/terms#", DCATAP: "http://data.europa.eu/r5r/",
	}
	publisher, contact := &rdfResource{c.iri(publisherPart)}, (*rdfResource)(nil)
	if email := c.Host.Email(); email != "" {
		contact = &rdfResource{c.iri(contactPart)}
		d.Contact = &rdfContact{contact.IRI, c.Host.Name, rdfResource{"mailto:" + email}}
	}
	d.Catalog = rdfCatalog{
		About: c.url(c.Address), Titles: c.Title, Descriptions: c.Description, Publisher: publisher,
		License: rdfResource{Licence}, Homepage: rdfResource{c.url(c.Page)}, Languages: catalogueLanguages,
		Themes: rdfResource{euVocabulary + "data-theme"}, Services: []rdfResource{{c.iri(servicePart)}},
	}
	d.Agent = rdfAgent{About: publisher.IRI, Name: c.Host.Called()}
	if kind, known := publisherTypes[c.Host.Kind]; known {
		d.Agent.Type = &rdfResource{kind}
	}
	d.Service = rdfService{
		About: c.iri(servicePart), Titles: c.API.Title, Publisher: publisher, Contact: contact, License: rdfResource{Licence},
		Access: openToAll, Endpoint: rdfResource{c.url(c.API.Address)}, Description: rdfResource{c.url(c.API.Description)},
	}
	series := false
	for _, set := range c.Datasets {
		entry := c.dataset(set, contact)
		d.Catalog.Datasets = append(d.Catalog.Datasets, rdfResource{entry.About})
		d.Service.Serves = append(d.Service.Serves, rdfResource{entry.About})
		d.Datasets = append(d.Datasets, entry)
		for _, dist := range set.Distributions {
			d.Distributions = append(d.Distributions, c.distribution(set, dist))
			d.Formats = addFormat(d.Formats, dist.Format)
		}
		series = series || set.InSeries
	}
	if series {
		d.Series = &rdfSeries{c.iri(c.Series.ID), c.Series.Title, c.Series.Description, publisher, contact}
	}
	return d
}

func (c Catalogue) dataset(set Dataset, contact *rdfResource) rdfDataset {
	entry := rdfDataset{
		About: c.iri(set.ID), Titles: set.Title, Descriptions: set.Description, Keywords: set.Keywords,
		Identifier: c.iri(set.ID), Publisher: &rdfResource{c.iri(publisherPart)}, Contact: contact,
		Theme: rdfResource{euVocabulary + "data-theme/SOCI"}, Access: openToAll, Languages: catalogueLanguages, Page: rdfResource{c.url(c.Page)},
	}
	if set.Issued != "" {
		entry.Issued = dayOf(set.Issued)
	}
	if set.Last != "" {
		entry.Temporal = &rdfPeriod{dayOf(set.First), dayOf(set.Last)}
	}
	for _, county := range set.Counties {
		if code := nuts[county]; code != "" {
			entry.Spatial = append(entry.Spatial, rdfResource{"http://data.europa.eu/nuts/code/" + code})
		}
	}
	if set.InSeries {
		entry.Series = &rdfResource{c.iri(c.Series.ID)}
	}
	for _, dist := range set.Distributions {
		entry.Distributions = append(entry.Distributions, rdfResource{c.iri(set.ID + "-" + dist.ID)})
	}
	return entry
}

func (c Catalogue) distribution(set Dataset, d Distribution) rdfDistribution {
	entry := rdfDistribution{
		About: c.iri(set.ID + "-" + d.ID), Titles: set.Title, Descriptions: d.Description, Access: rdfResource{c.url(d.Address)},
		Download: rdfResource{c.url(d.Address)}, Service: rdfResource{c.iri(servicePart)},
		Format: rdfResource{euVocabulary + "file-type/" + d.Format}, MediaType: rdfResource{"http://www.iana.org/assignments/media-types/" + d.MediaType},
		License: rdfResource{Licence}, Availability: rdfResource{euVocabulary + "planned-availability/STABLE"},
	}
	if d.Hash != "" {
		entry.Checksum = &rdfChecksum{rdfResource{"http://spdx.org/rdf/terms#checksumAlgorithm_sha256"}, rdfTyped{xsd + "hexBinary", d.Hash}}
	}
	return entry
}

func addFormat(all []rdfFormat, name string) []rdfFormat {
	about := euVocabulary + "file-type/" + name
	for _, f := range all {
		if f.About == about {
			return all
		}
	}
	return append(all, rdfFormat{about, cmp.Or(formatLabels[name], name)})
}

// formatLabels are the formats whose names are not their codes.
var formatLabels = map[string]string{"JSON": "application/json", "CSV": "text/csv"}

func dayOf(day string) *rdfTyped { return &rdfTyped{xsd + "date", strings.TrimSpace(day)} }

const (
	euVocabulary = "http://publications.europa.eu/resource/authority/"
	xsd          = "http://www.w3.org/2001/XMLSchema#"
)

var (
	openToAll          = rdfResource{euVocabulary + "access-right/PUBLIC"}
	catalogueLanguages = []rdfResource{{euVocabulary + "language/SWE"}, {euVocabulary + "language/ENG"}}
)

// publisherTypes are the kinds of organisation that data portals know. A county administrative board
// is an authority of the state.
var publisherTypes = map[survey.HostKind]string{
	survey.HostRegion:       "http://purl.org/adms/publishertype/RegionalAuthority",
	survey.HostCounty:       "http://purl.org/adms/publishertype/NationalAuthority",
	survey.HostUniversity:   "http://purl.org/adms/publishertype/Academia-ScientificOrganisation",
	survey.HostMunicipality: "http://purl.org/adms/publishertype/LocalAuthority",
}

// nuts are the EU's codes of Swedish counties, by SCB's.
var nuts = map[string]string{
	"01": "SE110", "03": "SE121", "04": "SE122", "05": "SE123", "06": "SE211", "07": "SE212", "08": "SE213",
	"09": "SE214", "10": "SE221", "12": "SE224", "13": "SE231", "14": "SE232", "17": "SE311", "18": "SE124",
	"19": "SE125", "20": "SE312", "21": "SE313", "22": "SE321", "23": "SE322", "24": "SE331", "25": "SE332",
}
