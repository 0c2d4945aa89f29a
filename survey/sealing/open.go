package sealing

import (
	"runtime"
	"slices"
	"sync"

	"fragebatteri/survey"
)

// opened is what was found in the pending file.
type opened struct {
	answers    map[string][]row // by the home of their set, as they were given
	mixed      map[string][]row // the same in the same order, as they are counted
	discarded  int
	unreadable int
}

// row is one answer.
type row struct {
	survey.Submission
	place int // in the pending file: tells it from others that are alike
}

func (o opened) count() int {
	n := 0
	for _, answers := range o.answers {
		n += len(answers)
	}
	return n
}

// open decrypts the pending answers, in the order of the file, sorts out those of
// discarded sessions and those that cannot be counted, and mixes the rest.
func open(file survey.PendingFile, key survey.PrivateKey, lots randomness) (opened, error) {
	submissions := decrypt(file, key)
	found := opened{answers: map[string][]row{}, mixed: map[string][]row{}}
	for i, s := range submissions {
		switch {
		case s == nil:
			found.unreadable++
		case slices.Contains(file.Discarded, s.Tag): // mutation: discarded
			found.discarded++
		default:
			counted, err := mix(file, *s, file.Answers[i], lots)
			if err != nil {
				return opened{}, err
			}
			set, _ := survey.SetIn(file.Batteries, s.Set)
			found.answers[set.Home()] = append(found.answers[set.Home()], row{*s, i})
			found.mixed[set.Home()] = append(found.mixed[set.Home()], row{counted, i})
		}
	}
	return found, nil
}

// mix returns a submission as it is counted. Language, channel, place and timing stay.
func mix(file survey.PendingFile, given survey.Submission, ciphertext []byte, lots randomness) (survey.Submission, error) {
	stream, err := lots.mixing(ciphertext)
	if err != nil {
		return survey.Submission{}, err
	}
	set, _ := survey.SetIn(file.Batteries, given.Set)
	counted := given
	counted.Answers, err = mixAnswers(set.Form(given.Timing), given.Answers, stream) // mutation: mixed
	return counted, err
}

// decrypt opens all ciphertexts on all cores. What cannot be read is nil.
func decrypt(file survey.PendingFile, key survey.PrivateKey) []*survey.Submission {
	submissions := make([]*survey.Submission, len(file.Answers))
	var work sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for core := range cores {
		work.Go(func() {
			for i := core; i < len(file.Answers); i += cores {
				submissions[i] = read(file, key, file.Answers[i])
			}
		})
	}
	work.Wait()
	return submissions
}

// read opens one ciphertext and checks that the answer fits what was asked.
func read(file survey.PendingFile, key survey.PrivateKey, ciphertext []byte) *survey.Submission {
	plaintext, err := key.Decrypt(file.Round.ID, ciphertext)
	if err != nil {
		return nil
	}
	submission, err := survey.ParseSubmission(plaintext)
	if err != nil {
		return nil
	}
	set, known := survey.SetIn(file.Batteries, submission.Set)
	if !known || set.Form(submission.Timing).Fits(submission.Answers) != nil {
		return nil
	}
	return &submission
}
