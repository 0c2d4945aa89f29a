package i18n

import (
	"slices"
	"testing"
)

func TestRepeatedKeys(t *testing.T) {
	for _, test := range []struct {
		json string
		want []string
	}{
		{`{}`, nil},
		{`"a"`, nil},
		{`{"a": "b", "b": "a", "c": {"a": "a", "b": "b"}, "d": {"a": "a"}}`, nil},
		{`{"a": "1", "b": "2", "a" : "3"}`, []string{"a"}},
		{`{"a": {"b": "1", "b": {}, "c": "a"}, "b": "c"}`, []string{"a.b"}},
		{`{"a": [{"b": {"c": "1"}}, {"c": "1", "c": "2"}, "b", "b"], "d": {"e": "1", "e": "2"}}`, []string{"a.c", "d.e"}},
		{"{\"a\"\n\t:1, \"b\": -1.5e3, \"a\"\r\n: null}", []string{"a"}},
		{`{"a\"b": "\"a\": {[", "a\u0022b": "]}\\", "c": "c\": "}`, []string{`a"b`}},
		{"{\"\xff\": 1, \"\xfe\": 2}", []string{"\ufffd"}},
	} {
		if got := repeatedKeys([]byte(test.json)); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.json, got, test.want)
		}
	}
}
