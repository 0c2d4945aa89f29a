// Reads aloud with recorded clips, or with the phone's own voice if it has one
// for the language: one thing at a time, and only when somebody asks for it.
(function () {
  'use strict'
  var playing = null // the parts that are being read
  var clip = null
  var onStop = null

  function voice(lang) {
    if (!window.speechSynthesis) return null
    var base = lang.split('-')[0]
    return speechSynthesis.getVoices().filter(function (v) { return v.lang.split(/[-_]/)[0] === base })[0] || null
  }

  // read plays parts {el, text, src} in turn, and calls whenDone when it is over
  // or stopped.
  function read(parts, lang, whenDone) {
    stop()
    playing = parts
    onStop = whenDone
    playPart(0)
    function playPart(i) {
      if (playing !== parts) return
      if (i === parts.length) return stop()
      parts.forEach(function (part, j) { part.el.classList.toggle('reading', i === j) })
      if (parts[i].src) {
        clip = new Audio(parts[i].src)
        clip.onended = function () { playPart(i + 1) }
        clip.onerror = stop
        clip.play().catch(stop)
        return
      }
      var speech = new SpeechSynthesisUtterance(parts[i].text)
      speech.voice = voice(lang)
      speech.lang = speech.voice ? speech.voice.lang : lang
      speech.rate = 0.9
      speech.onend = function () { playPart(i + 1) }
      speech.onerror = stop
      speechSynthesis.speak(speech)
    }
  }

  function stop() {
    if (!playing) return
    playing.forEach(function (part) { part.el.classList.remove('reading') })
    playing = null
    if (clip) clip.pause()
    clip = null
    if (window.speechSynthesis) speechSynthesis.cancel()
    if (onStop) onStop()
  }

  window.reader = { voice: voice, read: read, stop: stop, playing: function () { return !!playing } }

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
      if (button.textContent === section.dataset.stop) return stop()
      read(parts, lang, function () { button.textContent = section.dataset.listen })
      button.textContent = section.dataset.stop
    })
    function updateButton() { button.hidden = !voice(lang) }
    updateButton()
    if (window.speechSynthesis) speechSynthesis.addEventListener('voiceschanged', updateButton)
    section.insertBefore(button, section.firstChild)
  })
})()
