package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/documents"
	"fragebatteri/survey/files"
	"fragebatteri/survey/paper"
)

var documentListCommand = command{"document list", `fragebatteri document list -data DIR [-lang sv]
    List the documents that a data protection officer asks for, with who needs each.
`, documentList}

func documentList(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, tag := f.data(), f.String("lang", i18n.Source, "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		type line struct {
			Name  string `json:"name"`
			Title string `json:"title"`
			For   string `json:"for"`
		}
		var lines []line
		for _, name := range documents.Names {
			d, _, err := in.document(ctx, name, *tag)
			if err != nil {
				return err
			}
			lines = append(lines, line{d.Name, d.Title, d.For})
		}
		return a.print(map[string]any{"documents": lines})
	})
}

var documentPrintCommand = command{"document print", `fragebatteri document print -data DIR NAME [-lang sv] -o FILE.odt|FILE.html
    Write a document that a data protection officer asks for, filled in from the rules of
    the program and the settings: as ODT for LibreOffice and Word, or as a page to print.
    It is a template for the controller's lawyer; what is in brackets is to be filled in.
`, documentPrint}

func documentPrint(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, tag, file := f.data(), f.String("lang", i18n.Source, ""), f.String("o", "", "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	if err := f.require("o"); err != nil {
		return err
	}
	kind := strings.ToLower(filepath.Ext(*file))
	if kind != ".odt" && kind != ".html" {
		return operator.Refusef("a document is written as ODT or as a page; give -o a name that ends in .odt or .html")
	}
	return a.with(ctx, *dir, func(in *instance) error {
		d, printer, err := in.document(ctx, f.rest[0], *tag)
		if err != nil {
			return err
		}
		var content bytes.Buffer
		if kind == ".odt" {
			err = d.ODT(&content)
		} else {
			var page paper.Page
			page, err = paper.Document(printer, d)
			content.Write(page.HTML)
		}
		if err != nil {
			return err
		}
		if err := newFile(*file, content.Bytes(), files.Exchange); err != nil {
			return err
		}
		return a.print(map[string]string{"document": d.Name, "language": d.Language, "file": *file})
	})
}

// document returns a document of an instance in a language, and who prints it.
func (in *instance) document(ctx context.Context, name, tag string) (documents.Document, *i18n.Printer, error) {
	language, err := languageOf(tag)
	if err != nil {
		return documents.Document{}, nil, err
	}
	catalog, err := in.catalog()
	if err != nil {
		return documents.Document{}, nil, err
	}
	if !catalog.Complete(language.Tag, locales.Documents) {
		return documents.Document{}, nil, operator.Refusef("there are no documents in %s; give -lang sv or en", language.Tag)
	}
	facts, err := documents.FactsOf(ctx, in.Participants)
	if err != nil {
		return documents.Document{}, nil, err
	}
	printer := catalog.Printer(language.Tag)
	d, known := documents.Make(name, printer, facts)
	if !known {
		return d, nil, operator.Refusef("there is no document %q; choose among %s", name, strings.Join(documents.Names, ", "))
	}
	return d, printer, nil
}
