package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"fragebatteri/survey"
)

// A line about a request of staff says the minute and no closer. A demo has no such lines.
func TestRequestLog(t *testing.T) {
	var lines bytes.Buffer
	a := &app{err: &lines}
	a.requestLog(&instance{host: survey.Host{}}).Info("staff", "role", "steward")
	var line struct {
		Time      time.Time
		Msg, Role string
	}
	if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.Time.IsZero() || !line.Time.Equal(line.Time.Truncate(time.Minute)) || line.Msg != "staff" || line.Role != "steward" {
		t.Errorf("the line is %s", lines.String())
	}
	if a.requestLog(&instance{host: survey.Host{Demo: true}}) != nil {
		t.Error("a demo writes lines")
	}
}
