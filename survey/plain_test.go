package survey_test

import (
	"reflect"
	"strings"
	"testing"

	"fragebatteri/survey"
)

// Advice names what is hard, each word once, and leaves alone what is not.
func TestAdvise(t *testing.T) {
	instead := map[string]string{"erhålla": "få", "med anledning av": "för att"}
	twenty := strings.TrimSpace(strings.Repeat("ord ", survey.MostWords))
	for _, c := range []struct {
		text string
		want []survey.Advice
	}{
		{"", nil},
		{"Vi öppnar ett café kl. 10.30. Välkommen!\n\n– Alla är välkomna", nil},
		{twenty + ".", nil},
		{twenty + " ord.", []survey.Advice{{Kind: survey.LongSentence, Where: twenty + " ord.", Words: survey.MostWords + 1}}},
		{twenty + "\n" + twenty, nil},
		{"Ni kan Erhålla hjälp, och erhålla mer.", []survey.Advice{{Kind: survey.Officialese, Where: "erhålla", Instead: "få"}}},
		{"Med anledning av detta. Erhållande är ett annat ord.", []survey.Advice{{Kind: survey.Officialese, Where: "med anledning av", Instead: "för att"}}},
		{"(samhällsorienteringen) etableringsersättning, " + "https://example.org/samhallsorientering", []survey.Advice{
			{Kind: survey.LongWord, Where: "samhällsorienteringen"}, {Kind: survey.LongWord, Where: "etableringsersättning"},
		}},
	} {
		if got := survey.Advise(c.text, instead); !reflect.DeepEqual(got, c.want) {
			t.Errorf("of %q: %+v, want %+v", c.text, got, c.want)
		}
	}
}
