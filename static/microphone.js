// The microphone, by what phones have had since iOS 12.
(function () {
  'use strict'
  var Context = window.AudioContext || window.webkitAudioContext
  var context = null

  // open gives what the microphone hears to heard, a portion of samples at a time, until it is
  // closed. lost is called when the phone takes the microphone away, as for a call. It returns a
  // promise of {rate, close}, or of a DOMException that says why there is no microphone.
  function open(heard, lost) {
    // Within the touch that asked for it: iPhones let no sound begin elsewhere.
    context = context || new Context()
    context.resume()
    // Loudness is judged here, and made even afterwards: what the browser raises itself is always loud.
    var wanted = { audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: false } }
    return navigator.mediaDevices.getUserMedia(wanted).then(function (stream) {
      var source = context.createMediaStreamSource(stream)
      // An AudioWorklet is a file that the page's policy would have to allow, and no iPhone has it
      // before iOS 14.5. While somebody reads the page has nothing else to do.
      var tap = context.createScriptProcessor(4096, 1, 1)
      var track = stream.getAudioTracks()[0]
      tap.onaudioprocess = function (e) { heard(new Float32Array(e.inputBuffer.getChannelData(0))) }
      track.onended = track.onmute = lost
      context.onstatechange = function () { if (context.state !== 'running') lost() }
      source.connect(tap)
      tap.connect(context.destination)

      function close() {
        tap.onaudioprocess = track.onended = track.onmute = context.onstatechange = null
        source.disconnect()
        tap.disconnect()
        // A phone whose microphone is open plays as softly as a call.
        track.stop()
      }
      return { rate: context.sampleRate, close: close }
    })
  }

  var can = Context && navigator.mediaDevices && navigator.mediaDevices.getUserMedia
  window.microphone = { can: Boolean(can), open: open }
})()
