// Puts a button beside the heading of each section that offers to be read aloud.
// listen.js reads; without it, or a voice for the language, there is no button.
(function () {
  'use strict'
  if (!window.reader || !document.documentElement.closest) return

  var loudspeaker = 'M3 9v6h4l5 5V4L7 9zm11-1v8a4.5 4.5 0 0 0 0-8zm0-5v2a7.1 7.100 0 0 1 0 14v2a9.1 9.100 0 0 0 0-18z'

  function offer(section) {
    var button = document.createElement('button')
    button.type = 'button'
    button.className = 'secondary listen'
    button.setAttribute('aria-label', section.dataset.listen)
    button.setAttribute('aria-pressed', false)
    button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="' + loudspeaker + '"/></svg>'
    var parts = [].map.call(section.querySelectorAll('h2,h3,p,li'), function (el) {
      return { el: el, text: el.textContent.trim().replace(/\s+/g, ' ') }
    })
    button.addEventListener('click', function () { reader.toggle(button, parts) })
    function update() { button.hidden = !reader.canRead(parts) }
    update()
    reader.watch(update)

    var row = document.createElement('div')
    row.className = 'listen-row'
    section.insertBefore(row, section.firstChild)
    row.appendChild(section.querySelector('h2,h3'))
    row.appendChild(button)
  }

  [].forEach.call(document.querySelectorAll('section[data-listen]'), offer)
})()
