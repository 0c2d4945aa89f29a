package sealing

import "fragebatteri/survey"

// Counted returns a submission of a pending file as the seal counts it.
func Counted(file survey.PendingFile, key survey.PrivateKey, given survey.Submission, ciphertext []byte) (survey.Submission, error) {
	lots, err := newRandomness(file, key)
	if err != nil {
		return survey.Submission{}, err
	}
	return mix(file, given, ciphertext, lots)
}
