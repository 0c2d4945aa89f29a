// Package chart draws results as pictures that stand in a page as HTML and SVG.
//
// It has no words of its own: names, numbers and sentences come in as the page words them, in the
// page's language. Words stand in HTML, so that they follow the size of the reader's letters and wrap;
// SVG has only marks, placed in percent of the width that there is. Nothing has a style of its own:
// colours, patterns and sizes are in static/charts.css, for light, dark, print and forced colours.
//
// Shares are between 0 and 1. What lies outside is cut, and a share that is no number is 0.
package chart
