package sqlite_test

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func TestStore(t *testing.T) {
	surveytest.RunStoreTests(t, func(t testing.TB) survey.Store { return surveytest.DB(t) })
}
