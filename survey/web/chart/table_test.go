package chart

import (
	"reflect"
	"strings"
	"testing"
)

func TestTables(t *testing.T) {
	some := &Estimate{Text: "39 %", Interval: "32–46 %"}
	rows := Rows{Figure: Figure{Caption: "Så"}, Rows: []Row{{Name: "vet", Value: some, Reference: &Estimate{Text: "31 %"}}, {Name: "kan", Note: "för få"}}}
	slope := Slope{Figure: Figure{Caption: "Så"}, From: "Före", To: "Efter", Panels: []Panel{{Name: "vet", Before: *some, After: Estimate{Text: "6 av 12"}, Mark: &Mark{Better, "bättre"}}, {Name: "kan"}}}
	stack := Stack{Figure: Figure{Caption: "Så"}, Steps: []string{"nej", "ja"}, Rows: []StackRow{{Name: "Före", Parts: parts(.4, .6), Apart: Part{.1, "1 av 10"}}, {Name: "Efter"}}}
	for _, c := range []struct{ got, want Table }{
		{rows.Table(RowHead{Name: "Fråga", Value: "Andel"}), Table{"Så", "Fråga", []string{"Andel"}, []TableRow{{"vet", []string{"39 %"}}, {"kan", []string{"för få"}}}}},
		{
			rows.Table(RowHead{"Fråga", "Andel", "Osäkerhet", "Länet"}),
			Table{"Så", "Fråga", []string{"Andel", "Osäkerhet", "Länet"}, []TableRow{{"vet", []string{"39 %", "32–46 %", "31 %"}}, {"kan", []string{"för få", "", ""}}}},
		},
		{slope.Table(SlopeHead{Name: "Fråga"}), Table{"Så", "Fråga", []string{"Före", "Efter"}, []TableRow{{"vet", []string{"39 % (32–46 %)", "6 av 12"}}, {"kan", []string{"", ""}}}}},
		{
			slope.Table(SlopeHead{"Fråga", "Skillnad"}),
			Table{"Så", "Fråga", []string{"Före", "Efter", "Skillnad"}, []TableRow{{"vet", []string{"39 % (32–46 %)", "6 av 12", "bättre"}}, {"kan", []string{"", "", ""}}}},
		},
		{stack.Table("När", ""), Table{"Så", "När", []string{"nej", "ja"}, []TableRow{{"Före", []string{"40 %", "60 %"}}, {"Efter", []string{"", ""}}}}},
		{stack.Table("När", "Svarade inte"), Table{"Så", "När", []string{"nej", "ja", "Svarade inte"}, []TableRow{{"Före", []string{"40 %", "60 %", "1 av 10"}}, {"Efter", []string{"", "", ""}}}}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("the table is\n%+v, want\n%+v", c.got, c.want)
		}
	}
	html, err := stack.Table("När", "").HTML()
	if err != nil {
		t.Fatal(err)
	}
	const want = `<caption>Så</caption><thead><tr><th scope="col">När</th><th scope="col">nej</th><th scope="col">ja</th></tr></thead>` +
		`<tbody><tr><th scope="row">Före</th><td data-of="nej">40 %</td><td data-of="ja">60 %</td></tr>` +
		`<tr><th scope="row">Efter</th><td data-of="nej">–</td><td data-of="ja">–</td></tr></tbody>`
	if !strings.Contains(string(html), want) {
		t.Errorf("the table is %s", html)
	}
}
