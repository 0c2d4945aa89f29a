// Reads aloud with recorded clips, or with the phone's own voice if it has one
// for the language: one thing at a time, and only when somebody asks for it.
(function () {
  'use strict'
  var speech = window.SpeechSynthesisUtterance && window.speechSynthesis
  // One player for all clips: iPhones let no other go on than the one that a touch has started.
  var player = null
  // {button, parts, at}; null while nothing is read.
  var reading = null
  var updates = []

  function base(lang) { return lang.toLowerCase().split(/[-_]/)[0] }

  // A voice that is not in the phone would send the text to whoever has it.
  function voice(part) {
    var lang = base(part.el.closest('[lang]').lang)
    return speech && speech.getVoices().filter(function (v) { return v.localService !== false && base(v.lang) === lang })[0]
  }

  // A part is {el, text, src}: what is marked while it is read, its words, and
  // the address of its clip if it has one.
  function canReadPart(part) { return part.src ? window.Audio : part.text && voice(part) }

  function canRead(parts) { return parts.some(canReadPart) }

  // toggle reads what can be read of the parts in turn, or stops if it is what
  // this button has started that is being read.
  function toggle(button, parts) {
    var stops = reading && reading.button === button
    stop()
    if (stops) return
    reading = { button: button, parts: parts.filter(canReadPart) }
    button.setAttribute('aria-pressed', true)
    readPart(reading, 0)
  }

  function readPart(mine, i) {
    unmark(mine)
    var part = mine.parts[mine.at = i]
    if (!part) return stop()
    part.el.classList.add('reading')
    var play = part.src ? playClip : say
    play(part, once(function () { readPart(mine, i + 1) }), once(stop))

    // Some browsers tell of the end of what was stopped, some do not, and some do so late.
    function once(does) { return function () { if (reading === mine && mine.at === i) does() } }
  }

  function playClip(part, next, fail) {
    player = player || new Audio()
    player.onended = next
    player.onerror = fail
    player.src = part.src
    var started = player.play()
    if (started) started.then(null, fail)
  }

  function say(part, next, fail) {
    // Chrome forgets to tell of the end of what nobody holds.
    var utterance = part.utterance = new SpeechSynthesisUtterance(part.text)
    utterance.voice = voice(part)
    if (!utterance.voice) return fail()
    utterance.lang = utterance.voice.lang
    utterance.rate = 0.9
    utterance.onend = next
    utterance.onerror = fail
    speech.speak(utterance)
  }

  function unmark(mine) {
    mine.parts.forEach(function (part) { part.el.classList.remove('reading') })
  }

  function stop() {
    if (!reading) return
    var mine = reading
    reading = null
    unmark(mine)
    mine.button.setAttribute('aria-pressed', false)
    if (player) player.pause()
    if (speech) speech.cancel()
  }

  // watch calls update when other things may have become possible to read.
  function watch(update) { updates.push(update) }

  function updateAll() { updates.forEach(function (update) { update() }) }

  if (speech) {
    if (speech.addEventListener) speech.addEventListener('voiceschanged', updateAll)
    // Safari before 16 finds its voices after a while and tells nobody.
    var asked = 0
    var timer = setInterval(function () {
      updateAll()
      if (++asked > 40 || speech.getVoices().length) clearInterval(timer)
    }, 250)
  }
  window.addEventListener('pagehide', stop)
  window.reader = { canRead: canRead, toggle: toggle, stop: stop, watch: watch }
})()
