package audio

import (
	"encoding/binary"
	"time"

	"fragebatteri/survey"
)

// BytesPerSecond is what a second takes of a clip that is recorded on the pages
// of staff: MP3 at 24 kbit/s.
const BytesPerSecond = 24_000 / 8

// Shortest is the least that a recording lasts; less is a tap and no word.
const Shortest = 200 * time.Millisecond

// A recording is frames of one kind: MPEG-2 layer III, 24 kbit/s, 16 kHz, one
// channel, without checksum, padding or extensions. 16 kHz is what the encoder
// makes of 24 kbit/s, whatever it is given.
const (
	frameHeader   = 0xfff338c4
	frameBytes    = 72 * 24_000 / sampleRate
	frameSamples  = 576
	sampleRate    = 16_000
	frameDuration = time.Second * frameSamples / sampleRate
)

// Length returns how long a recording lasts. It returns an error of kind Invalid
// for whatever is not one whole MP3 of the kind that the page makes, from its
// first byte to its last: so a recording carries no names, places or times of
// the phone that made it, and every phone can play it.
func Length(mp3 []byte) (time.Duration, error) {
	length := time.Duration(len(mp3)/frameBytes) * frameDuration
	if len(mp3)%frameBytes != 0 || length < Shortest {
		return 0, errSound
	}
	for at := 0; at < len(mp3); at += frameBytes {
		if binary.BigEndian.Uint32(mp3[at:]) != frameHeader {
			return 0, errSound
		}
	}
	return length, nil
}

var errSound = survey.Fail(survey.Invalid, "clip.sound")
