package audio

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
)

// sound is a recording of n frames, whose content is this letter.
func sound(n int, content byte) []byte {
	frame := append(binary.BigEndian.AppendUint32(nil, frameHeader), bytes.Repeat([]byte{content}, frameBytes-4)...)
	return bytes.Repeat(frame, n)
}

func TestLength(t *testing.T) {
	for _, frames := range []int{6, 100, MostBytes / frameBytes} {
		length, err := Length(sound(frames, 'a'))
		if want := time.Duration(frames) * 36 * time.Millisecond; err != nil || length != want {
			t.Errorf("%d frames last %v, %v; want %v", frames, length, err, want)
		}
	}
	if length, err := Length(sound(250, 'a')); err != nil || length != 9*time.Second || length.Seconds()*BytesPerSecond != 250*frameBytes {
		t.Errorf("250 frames last %v, %v", length, err)
	}
}

// Whatever is not frames of the one kind from the first byte to the last is refused.
func TestLengthOfWhatIsNoRecording(t *testing.T) {
	good := sound(20, 'a')
	change := func(at int, to ...byte) []byte {
		bad := slices.Clone(good)
		copy(bad[at:], to)
		return bad
	}
	for name, bad := range map[string][]byte{
		"nothing":            nil,
		"a tap":              sound(5, 'a'),
		"a page":             []byte("<!doctype html><script>alert(1)</script>"),
		"an ID3 tag before":  append([]byte("ID3\x04\x00\x00\x00\x00\x00\x0aTIT2 Amina"), good...),
		"an ID3 tag after":   append(slices.Clone(good), "TAG my phone"...),
		"a cut":              good[:len(good)-1],
		"a byte too many":    append(slices.Clone(good), 0),
		"two channels":       change(3, 0x44),
		"32 kbit/s":          change(2, 0x48),
		"22.05 kHz":          change(2, 0x30),
		"MPEG-1":             change(1, 0xfb),
		"a checksum":         change(1, 0xf2),
		"a frame within":     change(19*frameBytes, 0, 0, 0, 0),
		"frames of another":  bytes.ReplaceAll(good, []byte{0xff, 0xf3, 0x38, 0xc4}, []byte{0xff, 0xf3, 0x48, 0xc4}),
		"another kind later": change(7*frameBytes+2, 0x48),
	} {
		if length, err := Length(bad); survey.CodeOf(err) != "clip.sound" {
			t.Errorf("%s lasts %v, %v", name, length, err)
		}
	}
}
