package places

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
)

func TestMunicipalities(t *testing.T) {
	list := Municipalities()
	if !slices.IsSortedFunc(list, func(x, y survey.Municipality) int { return strings.Compare(x.Code, y.Code) }) {
		t.Error("they are not sorted by code")
	}
	catalogue := survey.NewCatalogue(nil, list, Counties())
	if len(list) != 290 || len(Counties()) != 21 {
		t.Errorf("there are %d municipalities in %d counties, want 290 in 21", len(list), len(Counties()))
	}
	ostergotland := 0
	for _, m := range list {
		if len(m.Code) != 4 || strings.Trim(m.Code, "0123456789") != "" || m.Name == "" {
			t.Errorf("%q %q is no municipality", m.Code, m.Name)
		}
		if catalogue.CountyName(survey.County(m.Code)) == survey.County(m.Code) {
			t.Errorf("the county of %s has no name", m.Code)
		}
		if survey.County(m.Code) == "05" {
			ostergotland++
		}
	}
	if ostergotland != 13 {
		t.Errorf("Östergötland has %d municipalities, want 13", ostergotland)
	}
	if name := catalogue.CountyName("05"); name != "Östergötlands län" {
		t.Errorf("county 05 is %q", name)
	}
	if name := catalogue.CountyName("99"); name != "99" {
		t.Errorf("a county that is not known is %q", name)
	}
}

func TestBuiltIn(t *testing.T) {
	list := Interventions()
	if len(list) != 97 {
		t.Errorf("there are %d interventions, want 97", len(list))
	}
	asked := map[survey.Asked]int{}
	for _, i := range list {
		asked[i.Asked]++
		if slices.Contains(i.Municipalities, "581") {
			t.Errorf("%s has lost a leading zero", i.ID)
		}
	}
	if asked[survey.AskedParticipants] == 0 || asked[survey.AskedStaff] == 0 || asked[survey.AskedNobody] == 0 {
		t.Errorf("who is asked is not marked: %v", asked)
	}
	var names []string
	for _, area := range Areas() {
		names = append(names, area.Name)
	}
	if want := []string{"Kinda–Ydre", "Ödeshög–Boxholm–Vadstena", "Valdemarsvik–Söderköping"}; !slices.Equal(names, want) {
		t.Errorf("areas are %v", names)
	}
}

// Pages ask for the name of a county again and again.
func TestNamesAreParsedOnce(t *testing.T) {
	catalogue := survey.NewCatalogue(nil, Municipalities(), Counties())
	if n := testing.AllocsPerRun(100, func() { catalogue.CountyName("05") }); n > 0 {
		t.Errorf("the name of a county takes %v allocations each time", n)
	}
	Municipalities()[0].Name = "changed"
	if name := Municipalities()[0].Name; name == "changed" {
		t.Error("who asks for the municipalities can change them for all")
	}
}

const heading = "id,name,municipalities,funding,period,category,asked\n"

func TestReadInterventions(t *testing.T) {
	// As a spreadsheet writes it: byte order mark, CRLF, spaces, codes in any order.
	list, err := ReadInterventions(strings.NewReader("\ufeff" + strings.ReplaceAll(heading, "\n", "\r\n") +
		"OG902,\"Två, tre\",0581; 0580;0581, AMIF ,2023,språk,participants\r\nOG901,Ett,,,,kartläggning,nobody\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].ID != "OG901" || list[1].Name != "Två, tre" || list[1].Funding != "AMIF" || !slices.Equal(list[1].Municipalities, []string{"0580", "0581"}) {
		t.Errorf("got %+v", list)
	}
}

// Rows are numbered as a spreadsheet numbers them, and all faults are told at
// once.
func TestReadInterventionsFaults(t *testing.T) {
	_, err := ReadInterventions(strings.NewReader(heading +
		"OG900,Ny,0581,,,språk,participants\n" +
		"OG901,Ny,581,,,språk,participants\n" +
		"OG902,Ny,0581,,,språk,all\n" +
		"OG900,Igen,0581,,,språk,participants\n"))
	wantFault(t, err, "row 3: ", `"581"`, "row 4: ", `"all"`, "row 5: ", "stands twice")
	if strings.Contains(operator.Text(err), "row 2:") {
		t.Errorf("row 2 is right, and the error is %v", err)
	}
	if row, ok := errors.AsType[survey.RowError](err); !ok || row.Row != 3 {
		t.Errorf("the first faulty row is %v", row)
	}
	for text, says := range map[string]string{
		"":                                  "empty",
		"id;name;municipalities\n":          "funding is missing",
		"id,name\n":                         "funding is missing",
		heading + "OG900,Ny,0581\n":         "row 2: it has 3 cells and the heading row has 7",
		heading + "OG900,\"Ny,0581,,,x,y\n": "row 2: a quotation mark",
	} {
		_, err := ReadInterventions(strings.NewReader(text))
		wantFault(t, err, says)
	}
}

// The same two rows as programs save them.
func TestFilesOfSpreadsheets(t *testing.T) {
	good := heading + "OG902,Språkcafé,0580 0581,,2026,språk,participants\nOG901,\"Ett, två\",0581,AMIF,2023,språk,participants\n"
	semicolons := strings.NewReplacer(",", ";", "\"Ett, två\"", "Ett, två").Replace
	for name, text := range map[string]string{
		"commas":             good,
		"Swedish Excel":      "\ufeff" + strings.ReplaceAll(semicolons(good), "\n", "\r\n"),
		"quoted semicolons":  strings.Replace(semicolons(good), "0580 0581", `"0580;0581"`, 1),
		"commas in a cell":   strings.Replace(semicolons(good), "0580 0581", "0580, 0581", 1),
		"tabs":               strings.NewReplacer("\"Ett, två\"", "Ett, två", ",", "\t").Replace(good),
		"capitals":           strings.Replace(good, heading, strings.ToUpper(heading), 1),
		"empty rows between": strings.ReplaceAll(good, "OG90", ",,,,,,\n\nOG90"),
		"a line end inside":  strings.Replace(good, "Språkcafé", "\"Språk\u00adcafé\r\n\"", 1),
		"letters in parts":   strings.ReplaceAll(good, "å", "a\u030a"),
		"no-break spaces":    strings.Replace(good, "0580 0581", "\u00a00580\u00a00581", 1),
	} {
		list, err := ReadInterventions(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(list) != 2 || list[0].ID != "OG901" || list[0].Category != "språk" || list[0].Funding != "AMIF" ||
			list[1].Name != "Språkcafé" || !slices.Equal(list[1].Municipalities, []string{"0580", "0581"}) {
			t.Errorf("%s: got %+v", name, list)
		}
	}
	list, err := ReadInterventions(strings.NewReader("Asked;Category;Period;Funding;Municipalities;Name;ID\nnobody;x;;;;Ny;OG900\n"))
	if err != nil || len(list) != 1 || list[0].ID != "OG900" || list[0].Asked != survey.AskedNobody {
		t.Errorf("in another order: %+v, %v", list, err)
	}

	for name, text := range map[string]string{
		"Windows-1252":  strings.ReplaceAll(strings.ReplaceAll(good, "å", "\xe5"), "é", "\xe9"),
		"UTF-16":        "\xff\xfei\x00d\x00",
		"renamed .xlsx": "PK\x03\x04\x14\x00",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadInterventions(strings.NewReader(text))
			wantFault(t, err, "CSV UTF-8")
			_, err = ReadAreas(strings.NewReader(text))
			wantFault(t, err, "CSV UTF-8")
		})
	}
}

func TestLostLeadingZeros(t *testing.T) {
	_, err := ReadInterventions(strings.NewReader(heading + "OG900,Ny,\"580,0581\",,,språk,participants\n\nOG901,Ny,9999,,,språk,participants\n"))
	wantFault(t, err, `row 2: the code "580" has lost its leading zero`, "as text", "0580", `row 4: OG901: no municipality has the code "9999"`)
	_, err = ReadAreas(strings.NewReader("name;municipalities\nKinda–Ydre;513 512\nB;0560\n"))
	wantFault(t, err, `row 2: the code "513" has lost its leading zero`, "row 3: the area B needs at least two")
}

func TestReadAreas(t *testing.T) {
	list, err := ReadAreas(strings.NewReader("name,municipalities\nKinda–Ydre,0513;0512\n"))
	if err != nil || len(list) != 1 || !slices.Equal(list[0].Municipalities, []string{"0512", "0513"}) {
		t.Fatalf("got %+v, %v", list, err)
	}
	_, err = ReadAreas(strings.NewReader("name,municipalities\nA,0512;0513\nB,0513;0560\nC,0561\n"))
	wantFault(t, err, "row 3: ", "0513 is in both A and B", "row 4: ", "at least two")
}

func wantFault(t *testing.T, err error, says ...string) {
	t.Helper()
	if err == nil || survey.KindOf(err) != survey.Invalid {
		t.Fatalf("got %v, want an error about the input", err)
	}
	for _, text := range says {
		if !strings.Contains(operator.Text(err), text) {
			t.Errorf("the error %q does not say %q", err, text)
		}
	}
}
