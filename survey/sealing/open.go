package sealing

import (
	"runtime"
	"slices"
	"sync"

	"fragebatteri/survey"
)

// opened is what was found in the pending file.
type opened struct {
	answers    map[string][]survey.Submission // by battery reference
	discarded  int
	unreadable int
}

func (o opened) count() int {
	n := 0
	for _, answers := range o.answers {
		n += len(answers)
	}
	return n
}

// open decrypts the pending answers, in the order of the file, and sorts out
// those of discarded sessions and those that cannot be counted.
func open(file survey.PendingFile, key survey.PrivateKey) opened {
	submissions := decrypt(file, key)
	found := opened{answers: map[string][]survey.Submission{}}
	for _, s := range submissions {
		switch {
		case s == nil:
			found.unreadable++
		case slices.Contains(file.Discarded, s.Tag): // mutation: discarded
			found.discarded++
		default:
			found.answers[s.Battery] = append(found.answers[s.Battery], *s)
		}
	}
	return found
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

// read opens one ciphertext and checks that the answer fits its battery.
func read(file survey.PendingFile, key survey.PrivateKey, ciphertext []byte) *survey.Submission {
	plaintext, err := key.Decrypt(file.Round.ID, ciphertext)
	if err != nil {
		return nil
	}
	submission, err := survey.ParseSubmission(plaintext)
	if err != nil {
		return nil
	}
	i := slices.IndexFunc(file.Batteries, func(b *survey.Battery) bool { return b.Ref() == submission.Battery })
	if i < 0 || file.Batteries[i].Fits(submission.Answers) != nil {
		return nil
	}
	return &submission
}
