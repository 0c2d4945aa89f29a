// What is done with a recording between the microphone and the file: samples are
// numbers from -1 to 1 in a Float32Array. Nothing here knows the page.
(function () {
  'use strict'
  // What lamejs.iife.js makes of 24 kbit/s, whatever it is given.
  var outRate = 16000
  var outBits = 24

  // levels returns the loudness of each hundredth of a second.
  function levels(samples, rate) {
    var step = Math.round(rate / 100)
    var list = []
    for (var from = 0; from + step <= samples.length; from += step) list.push(level(samples, from, from + step))
    return list
  }

  // level returns how loud samples are, as the root of their mean square.
  function level(samples, from, to) {
    var sum = 0
    for (var i = from; i < to; i++) sum += samples[i] * samples[i]
    return Math.sqrt(sum / (to - from))
  }

  // quantile returns what a share of the levels are below.
  function quantile(list, share) {
    var sorted = list.slice().sort(function (a, b) { return a - b })
    return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : 0
  }

  // bounds returns where in the levels somebody begins and stops to speak, or null where nobody
  // does. A single hundredth is a tap on the phone; speech lasts.
  function bounds(list) {
    var loud = quantile(list, 0.95)
    var least = Math.max(0.002, 0.08 * loud, Math.min(3 * quantile(list, 0.1), 0.3 * loud))
    function lasts(i, way) {
      for (var n = 0, at = i; n < 5; n++, at += way) if (!(list[at] > least)) return false
      return true
    }
    var first = 0
    var last = list.length - 1
    while (first < list.length && !lasts(first, 1)) first++
    while (last >= 0 && !lasts(last, -1)) last--
    return first < last ? { first: first, last: last } : null
  }

  // judge says what is wrong with a recording: "silent", "quiet" or "loud", or "" where nothing is.
  function judge(samples, rate) {
    var list = levels(samples, rate)
    if (!bounds(list)) return 'silent'
    var cut = 0
    for (var i = 0; i < samples.length; i++) if (Math.abs(samples[i]) > 0.99) cut++
    if (cut > rate / 500) return 'loud'
    return quantile(list, 0.9) < 0.008 ? 'quiet' : ''
  }

  // trim takes silence off both ends, but for a little that speech sounds cut off without.
  function trim(samples, rate) {
    var found = bounds(levels(samples, rate))
    if (!found) return samples.subarray(0, 0)
    var step = Math.round(rate / 100)
    return samples.subarray(Math.max(0, (found.first - 12) * step), (found.last + 21) * step)
  }

  // resample returns samples at another rate, without the tones that the lower of the two rates
  // cannot hold: each is the sum of its neighbours, weighed by a sinc below a raised cosine.
  function resample(samples, rate, to) {
    var pass = 0.94 * Math.min(1, to / rate)
    var reach = Math.ceil(20 / pass)
    var fine = 256
    var weights = new Float32Array(reach * fine + 2)
    for (var k = 0; k < weights.length; k++) {
      var x = k / fine
      var sinc = k ? Math.sin(Math.PI * pass * x) / (Math.PI * x) : pass
      weights[k] = x < reach ? sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / reach)) : 0
    }
    var out = new Float32Array(Math.floor(samples.length * to / rate))
    for (var i = 0; i < out.length; i++) {
      var at = i * rate / to
      var sum = 0
      for (var j = Math.max(0, Math.ceil(at - reach)); j <= at + reach && j < samples.length; j++) {
        sum += samples[j] * weights[Math.round(Math.abs(at - j) * fine)]
      }
      out[i] = sum
    }
    return out
  }

  // even makes all recordings about as loud, and lets them begin and end without a click. What is
  // much louder than the rest, as when the phone is touched, is bent and not cut.
  function even(samples, rate) {
    var gain = Math.min(0.16 / quantile(levels(samples, rate), 0.9), 16)
    var fade = Math.min(rate / 100, samples.length / 2)
    var out = new Float32Array(samples.length)
    for (var i = 0; i < out.length; i++) out[i] = bend(samples[i] * gain) * Math.min(1, i / fade, (samples.length - 1 - i) / fade)
    return out
  }

  function bend(x) {
    var over = Math.abs(x) - 0.6
    return over > 0 ? (x > 0 ? 1 : -1) * (0.6 + 0.3 * over / (over + 0.3)) : x
  }

  // encode makes an MP3, and gives it to done as a Uint8Array. It works in small portions, so that
  // the page answers meanwhile.
  function encode(samples, done) {
    var encoder = new window.lamejs.Mp3Encoder(1, outRate, outBits)
    var whole = new Int16Array(samples.length)
    for (var i = 0; i < whole.length; i++) whole[i] = Math.round(32767 * Math.max(-1, Math.min(1, samples[i])))
    var parts = []
    var at = 0
    function some() {
      for (var end = at + outRate; at < end && at < whole.length; at += 1152) parts.push(encoder.encodeBuffer(whole.subarray(at, at + 1152)))
      if (at < whole.length) return setTimeout(some)
      parts.push(encoder.flush())
      done(join(parts))
    }
    some()
  }

  function join(parts) {
    var size = parts.reduce(function (sum, part) { return sum + part.length }, 0)
    var all = new Uint8Array(size)
    parts.reduce(function (at, part) {
      all.set(part, at)
      return at + part.length
    }, 0)
    return all
  }

  // toMP3 makes the clip of a recording: trimmed, at the clip's rate, evenly loud.
  function toMP3(samples, rate, done) {
    encode(even(resample(trim(samples, rate), rate, outRate), outRate), done)
  }

  window.sound = { level: level, judge: judge, trim: trim, resample: resample, toMP3: toMP3 }
})()
