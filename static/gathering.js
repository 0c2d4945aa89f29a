// Keeps the screen of a running session on, looks every half minute how it goes, and lets what is
// pressed wait for the network. Without this file there is a link that looks again.
(function () {
  'use strict'
  var presses = window.presses
  var now = document.getElementById('now')
  if (!presses || !now) return
  var url = now.dataset.url
  var code = url.split('/').pop()

  function stayAwake() {
    if (!navigator.wakeLock || document.visibilityState !== 'visible') return
    navigator.wakeLock.request('screen').catch(function () { /* a phone that saves its battery */ })
  }

  function look() {
    if (document.visibilityState !== 'visible') return
    return presses.ask(url).then(function (response) {
      presses.show('offline', false)
      presses.show('signed-out', response.status === 401)
      return response.ok ? response.text().then(show) : null
    }).catch(function () { presses.show('offline', true) })
  }

  function show(html) {
    var found = new DOMParser().parseFromString(html, 'text/html').getElementById('now')
    if (!found || found.dataset.state !== now.dataset.state) return location.reload() // it has opened, or is over
    if (found.innerHTML === now.innerHTML) return
    var button = now.contains(document.activeElement)
    now.innerHTML = found.innerHTML
    if (button) now.querySelector('button').focus({ preventScroll: true }) // whoever reads further down stays there
  }

  document.addEventListener('submit', function (event) {
    var what = event.target.dataset.press
    if (!what) return
    event.preventDefault()
    var button = event.target.querySelector('button')
    var from = event.target.elements.from
    if (button.disabled || (what === 'close' && presses.has(code, 'close'))) return
    button.disabled = true
    presses.press(code, what, from && presses.from(code, Number(from.value))).then(function () { button.disabled = false })
  })

  presses.onDone = look
  stayAwake()
  document.addEventListener('visibilitychange', function () {
    stayAwake()
    look()
  })
  setInterval(look, 30000)
})()
