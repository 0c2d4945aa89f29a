// Reading aloud with recorded clips, or with the phone's own voice if it has
// one for the language. One thing at a time, and only when somebody asks.
(function () {
  'use strict'
  var playing = null
  var sound = null
  var ended = null

  function voice(lang) {
    if (!window.speechSynthesis) return null
    var base = lang.split('-')[0]
    return speechSynthesis.getVoices().filter(function (v) { return v.lang.split(/[-_]/)[0] === base })[0] || null
  }

  // read plays parts {el, text, src} in turn, and calls done when it is over or
  // stopped.
  function read(parts, lang, done) {
    hush()
    playing = parts
    ended = done
    next(0)
    function next(i) {
      if (playing !== parts) return
      if (i === parts.length) return hush()
      parts.forEach(function (part, j) { part.el.classList.toggle('reading', i === j) })
      if (parts[i].src) {
        sound = new Audio(parts[i].src)
        sound.onended = function () { next(i + 1) }
        sound.onerror = hush
        sound.play().catch(hush)
        return
      }
      var speech = new SpeechSynthesisUtterance(parts[i].text)
      speech.voice = voice(lang)
      speech.lang = speech.voice ? speech.voice.lang : lang
      speech.rate = 0.9
      speech.onend = function () { next(i + 1) }
      speech.onerror = hush
      speechSynthesis.speak(speech)
    }
  }

  function hush() {
    if (!playing) return
    playing.forEach(function (part) { part.el.classList.remove('reading') })
    playing = null
    if (sound) sound.pause()
    sound = null
    if (window.speechSynthesis) speechSynthesis.cancel()
    if (ended) ended()
  }

  window.reader = { voice: voice, read: read, hush: hush, playing: function () { return !!playing } }

  // Sections of any page that offer to be read.
  document.querySelectorAll('[data-listen]').forEach(function (section) {
    var lang = section.lang || document.documentElement.lang
    var button = document.createElement('button')
    button.type = 'button'
    button.className = 'listen'
    button.textContent = section.dataset.listen
    var parts = [].map.call(section.querySelectorAll('h2,h3,p,li'), function (el) {
      return { el: el, text: el.innerText.trim().replace(/\s+/g, ' ') }
    })
    button.addEventListener('click', function () {
      if (button.textContent === section.dataset.stop) return hush()
      read(parts, lang, function () { button.textContent = section.dataset.listen })
      button.textContent = section.dataset.stop
    })
    function offer() { button.hidden = !voice(lang) }
    offer()
    if (window.speechSynthesis) speechSynthesis.addEventListener('voiceschanged', offer)
    section.insertBefore(button, section.firstChild)
  })
})()
