package export

import "encoding/xml"

// The elements of a catalogue in RDF/XML, in the order in which they are written.

type rdfDocument struct {
	XMLName       xml.Name          `xml:"rdf:RDF"`
	RDF           string            `xml:"xmlns:rdf,attr"`
	RDFS          string            `xml:"xmlns:rdfs,attr"`
	DCAT          string            `xml:"xmlns:dcat,attr"`
	DCTerms       string            `xml:"xmlns:dcterms,attr"`
	FOAF          string            `xml:"xmlns:foaf,attr"`
	VCard         string            `xml:"xmlns:vcard,attr"`
	SPDX          string            `xml:"xmlns:spdx,attr"`
	DCATAP        string            `xml:"xmlns:dcatap,attr"`
	Catalog       rdfCatalog        `xml:"dcat:Catalog"`
	Agent         rdfAgent          `xml:"foaf:Agent"`
	Contact       *rdfContact       `xml:"vcard:Organization"`
	Series        *rdfSeries        `xml:"dcat:DatasetSeries"`
	Datasets      []rdfDataset      `xml:"dcat:Dataset"`
	Distributions []rdfDistribution `xml:"dcat:Distribution"`
	Service       rdfService        `xml:"dcat:DataService"`
	Formats       []rdfFormat       `xml:"dcterms:MediaTypeOrExtent"`
}

// resource refers to something by its IRI.
type resource struct {
	IRI string `xml:"rdf:resource,attr"`
}

// typed is a literal of a type.
type typed struct {
	Type  string `xml:"rdf:datatype,attr"`
	Value string `xml:",chardata"`
}

type rdfCatalog struct {
	About        string     `xml:"rdf:about,attr"`
	Titles       []Text     `xml:"dcterms:title"`
	Descriptions []Text     `xml:"dcterms:description"`
	Publisher    *resource  `xml:"dcterms:publisher"`
	License      resource   `xml:"dcterms:license"`
	Homepage     resource   `xml:"foaf:homepage"`
	Languages    []resource `xml:"dcterms:language"`
	Themes       resource   `xml:"dcat:themeTaxonomy"`
	Services     []resource `xml:"dcat:service"`
	Datasets     []resource `xml:"dcat:dataset"`
}

type rdfAgent struct {
	About string   `xml:"rdf:about,attr"`
	Name  string   `xml:"foaf:name"`
	Type  resource `xml:"dcterms:type"`
}

type rdfContact struct {
	About string   `xml:"rdf:about,attr"`
	Name  string   `xml:"vcard:fn"`
	Email resource `xml:"vcard:hasEmail"`
}

type rdfSeries struct {
	About        string    `xml:"rdf:about,attr"`
	Titles       []Text    `xml:"dcterms:title"`
	Descriptions []Text    `xml:"dcterms:description"`
	Publisher    *resource `xml:"dcterms:publisher"`
	Contact      *resource `xml:"dcat:contactPoint"`
}

type rdfDataset struct {
	About         string     `xml:"rdf:about,attr"`
	Titles        []Text     `xml:"dcterms:title"`
	Descriptions  []Text     `xml:"dcterms:description"`
	Keywords      []Text     `xml:"dcat:keyword"`
	Identifier    string     `xml:"dcterms:identifier"`
	Publisher     *resource  `xml:"dcterms:publisher"`
	Contact       *resource  `xml:"dcat:contactPoint"`
	Theme         resource   `xml:"dcat:theme"`
	Access        resource   `xml:"dcterms:accessRights"`
	Languages     []resource `xml:"dcterms:language"`
	Page          resource   `xml:"dcat:landingPage"`
	Issued        *typed     `xml:"dcterms:issued"`
	Temporal      *rdfPeriod `xml:"dcterms:temporal>dcterms:PeriodOfTime"`
	Spatial       []resource `xml:"dcterms:spatial"`
	Series        *resource  `xml:"dcat:inSeries"`
	Distributions []resource `xml:"dcat:distribution"`
}

type rdfPeriod struct {
	First *typed `xml:"dcat:startDate"`
	Last  *typed `xml:"dcat:endDate"`
}

type rdfDistribution struct {
	About        string       `xml:"rdf:about,attr"`
	Titles       []Text       `xml:"dcterms:title"`
	Descriptions []Text       `xml:"dcterms:description"`
	Access       resource     `xml:"dcat:accessURL"`
	Download     resource     `xml:"dcat:downloadURL"`
	Service      resource     `xml:"dcat:accessService"`
	Format       resource     `xml:"dcterms:format"`
	MediaType    resource     `xml:"dcat:mediaType"`
	License      resource     `xml:"dcterms:license"`
	Availability resource     `xml:"dcatap:availability"`
	Checksum     *rdfChecksum `xml:"spdx:checksum>spdx:Checksum"`
}

type rdfChecksum struct {
	Algorithm resource `xml:"spdx:algorithm"`
	Value     typed    `xml:"spdx:checksumValue"`
}

type rdfService struct {
	About       string     `xml:"rdf:about,attr"`
	Titles      []Text     `xml:"dcterms:title"`
	Publisher   *resource  `xml:"dcterms:publisher"`
	Contact     *resource  `xml:"dcat:contactPoint"`
	License     resource   `xml:"dcterms:license"`
	Access      resource   `xml:"dcterms:accessRights"`
	Endpoint    resource   `xml:"dcat:endpointURL"`
	Description resource   `xml:"dcat:endpointDescription"`
	Serves      []resource `xml:"dcat:servesDataset"`
}

// rdfFormat says a format as people write it, beside the IRI that programs know.
type rdfFormat struct {
	About string `xml:"rdf:about,attr"`
	Label string `xml:"rdfs:label"`
}
