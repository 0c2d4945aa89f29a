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

// rdfResource refers to something by its IRI.
type rdfResource struct {
	IRI string `xml:"rdf:resource,attr"`
}

// rdfTyped is a literal of a type.
type rdfTyped struct {
	Type  string `xml:"rdf:datatype,attr"`
	Value string `xml:",chardata"`
}

type rdfCatalog struct {
	About        string        `xml:"rdf:about,attr"`
	Titles       []Text        `xml:"dcterms:title"`
	Descriptions []Text        `xml:"dcterms:description"`
	Publisher    *rdfResource  `xml:"dcterms:publisher"`
	License      rdfResource   `xml:"dcterms:license"`
	Homepage     rdfResource   `xml:"foaf:homepage"`
	Languages    []rdfResource `xml:"dcterms:language"`
	Themes       rdfResource   `xml:"dcat:themeTaxonomy"`
	Services     []rdfResource `xml:"dcat:service"`
	Datasets     []rdfResource `xml:"dcat:dataset"`
}

type rdfAgent struct {
	About string       `xml:"rdf:about,attr"`
	Name  string       `xml:"foaf:name"`
	Type  *rdfResource `xml:"dcterms:type"`
}

type rdfContact struct {
	About string      `xml:"rdf:about,attr"`
	Name  string      `xml:"vcard:fn"`
	Email rdfResource `xml:"vcard:hasEmail"`
}

type rdfSeries struct {
	About        string       `xml:"rdf:about,attr"`
	Titles       []Text       `xml:"dcterms:title"`
	Descriptions []Text       `xml:"dcterms:description"`
	Publisher    *rdfResource `xml:"dcterms:publisher"`
	Contact      *rdfResource `xml:"dcat:contactPoint"`
}

type rdfDataset struct {
	About         string        `xml:"rdf:about,attr"`
	Titles        []Text        `xml:"dcterms:title"`
	Descriptions  []Text        `xml:"dcterms:description"`
	Keywords      []Text        `xml:"dcat:keyword"`
	Identifier    string        `xml:"dcterms:identifier"`
	Publisher     *rdfResource  `xml:"dcterms:publisher"`
	Contact       *rdfResource  `xml:"dcat:contactPoint"`
	Theme         rdfResource   `xml:"dcat:theme"`
	Access        rdfResource   `xml:"dcterms:accessRights"`
	Languages     []rdfResource `xml:"dcterms:language"`
	Page          rdfResource   `xml:"dcat:landingPage"`
	Issued        *rdfTyped     `xml:"dcterms:issued"`
	Temporal      *rdfPeriod    `xml:"dcterms:temporal>dcterms:PeriodOfTime"`
	Spatial       []rdfResource `xml:"dcterms:spatial"`
	Series        *rdfResource  `xml:"dcat:inSeries"`
	Distributions []rdfResource `xml:"dcat:distribution"`
}

type rdfPeriod struct {
	First *rdfTyped `xml:"dcat:startDate"`
	Last  *rdfTyped `xml:"dcat:endDate"`
}

type rdfDistribution struct {
	About        string       `xml:"rdf:about,attr"`
	Titles       []Text       `xml:"dcterms:title"`
	Descriptions []Text       `xml:"dcterms:description"`
	Access       rdfResource  `xml:"dcat:accessURL"`
	Download     rdfResource  `xml:"dcat:downloadURL"`
	Service      rdfResource  `xml:"dcat:accessService"`
	Format       rdfResource  `xml:"dcterms:format"`
	MediaType    rdfResource  `xml:"dcat:mediaType"`
	License      rdfResource  `xml:"dcterms:license"`
	Availability rdfResource  `xml:"dcatap:availability"`
	Checksum     *rdfChecksum `xml:"spdx:checksum>spdx:Checksum"`
}

type rdfChecksum struct {
	Algorithm rdfResource `xml:"spdx:algorithm"`
	Value     rdfTyped    `xml:"spdx:checksumValue"`
}

type rdfService struct {
	About       string        `xml:"rdf:about,attr"`
	Titles      []Text        `xml:"dcterms:title"`
	Publisher   *rdfResource  `xml:"dcterms:publisher"`
	Contact     *rdfResource  `xml:"dcat:contactPoint"`
	License     rdfResource   `xml:"dcterms:license"`
	Access      rdfResource   `xml:"dcterms:accessRights"`
	Endpoint    rdfResource   `xml:"dcat:endpointURL"`
	Description rdfResource   `xml:"dcat:endpointDescription"`
	Serves      []rdfResource `xml:"dcat:servesDataset"`
}

// rdfFormat says a format as people write it, beside the IRI that programs know.
type rdfFormat struct {
	About string `xml:"rdf:about,attr"`
	Label string `xml:"rdfs:label"`
}
