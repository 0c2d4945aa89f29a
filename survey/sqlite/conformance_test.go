package sqlite_test

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func TestRegistry(t *testing.T) {
	surveytest.RunRegistryTests(t, func(t testing.TB) survey.Registry { return surveytest.DB(t).Registry })
}

func TestAnswers(t *testing.T) {
	surveytest.RunAnswersTests(t, func(t testing.TB) survey.AnswerStore { return surveytest.DB(t).Answers })
}

func TestImport(t *testing.T) {
	surveytest.RunImportTests(t, func(t testing.TB) (survey.Registry, survey.AnswerStore) {
		store := surveytest.DB(t)
		return store.Registry, store.Answers
	})
}
