// Package browsertest answers on an emulated phone: a real Chromium against the
// real pages on a real store. Its tests are always compiled and run where
// FRAGEBATTERI_ALL is 1, where a missing browser is a failure.
//
// The contact sheet of all pages and steps is made by
//
//	FRAGEBATTERI_ALL=1 go test ./survey/browsertest -run ContactSheet -sheet DIR
//
// and with -sheet-desks that of all pages of staff. A new page of staff belongs in office.pages: axe-core
// and a ruler look at each that stands there. TestYear plays a year with the program itself, by the words
// on its pages.
package browsertest
