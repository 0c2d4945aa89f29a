package page

import (
	"net/url"
	"strconv"

	"fragebatteri/i18n"
)

// pageRows is how many rows of a long list one page of it shows.
const pageRows = 50

// Pager says which part of a long list a page shows, and leads to the parts beside it.
type Pager struct {
	*i18n.Printer
	Number, Pages  int    // which page it is, of how many
	From, To       int    // the rows that it shows, of all, as a slice has them
	Previous, Next string // queries of the pages beside it, with all else that was asked; empty where there is none
	Address        string // where the list is, where that is not the address of the page
	Fragment       string // of the list, as in "#list", where it does not stand at the top
}

// PagerOf returns the page of a list of so many rows that a query asks for: the nearest one that there is.
func PagerOf(p *i18n.Printer, query url.Values, rows int) Pager {
	number, _ := strconv.Atoi(query.Get("page"))
	pages := max(1, (rows+pageRows-1)/pageRows)
	number = min(max(1, number), pages)
	at := func(number int) string {
		if number < 1 || number > pages {
			return ""
		}
		beside := url.Values{}
		for name := range query {
			if query.Get(name) != "" {
				beside.Set(name, query.Get(name))
			}
		}
		beside.Set("page", strconv.Itoa(number))
		return "?" + beside.Encode()
	}
	return Pager{
		Printer: p, Number: number, Pages: pages, From: (number - 1) * pageRows, To: min(number*pageRows, rows),
		Previous: at(number - 1), Next: at(number + 1),
	}
}
