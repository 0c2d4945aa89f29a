// Sends what is pressed in a session, and keeps on this phone what the network does not take, to say
// it again when it is back. The server does each of them once, however often it is said. Nothing is
// kept but the code and what was pressed. Written for Chrome 87 and Safari 14.
window.presses = (function () {
  'use strict'
  var place = document.getElementById('kept')
  if (!place || !window.fetch || !window.URLSearchParams || !window.AbortController) return null
  var name = 'presses'
  var unsaved = [] // where nothing can be kept beyond this page
  var sending = null
  var presses = { onDone: function () {} }

  function read() {
    try { return JSON.parse(localStorage.getItem(name)) || unsaved } catch (denied) { return unsaved }
  }

  function write(list) {
    unsaved = list
    try {
      if (list.length) localStorage.setItem(name, JSON.stringify(list))
      else localStorage.removeItem(name)
    } catch (denied) { /* then as long as the page is open */ }
    show('kept', list.length > 0, list.map(function (p) { return place.dataset[p.press] }).join(' · '))
  }

  // show shows a notice, or takes it away. What it has in bold is text.
  function show(when, shown, text) {
    var notice = place.querySelector('[data-when=' + when + ']')
    var words = when === 'refused' ? notice : notice.querySelector('b')
    if (words && text !== undefined) words.textContent = text
    notice.hidden = !shown
  }

  // ask asks the service for half a minute: what a lost network leaves hanging would hold up the rest.
  presses.ask = function (url, body) {
    var limit = new AbortController()
    setTimeout(function () { limit.abort() }, 30000)
    return fetch(url, {
      method: body ? 'POST' : 'GET', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' }, signal: limit.signal
    })
  }

  function post(press) {
    var form = new URLSearchParams()
    if (press.from) form.set('from', press.from)
    return presses.ask(place.dataset.sessions + '/' + press.code + '/' + press.press, form)
  }

  // settle takes away what was answered, and says where it was refused. What may work later stays.
  function settle(response) {
    show('offline', false)
    show('signed-out', response.status === 401)
    if (response.status === 401 || response.status === 429 || response.status >= 500) return false
    write(read().slice(1))
    if (response.ok) return true
    return response.json().then(function (answer) {
      show('refused', true, answer.message)
      return true
    })
  }

  function next() {
    var list = read()
    if (!list.length) return null
    return post(list[0]).then(settle).then(function (on) { if (on) return next() })
  }

  // send says everything that is kept, in the order in which it was pressed.
  presses.send = function () {
    if (sending || !read().length) return sending || Promise.resolve()
    sending = Promise.resolve().then(next).catch(function () { show('offline', true) })
      .then(function () { sending = null; presses.onDone() })
    return sending
  }

  // press keeps what was pressed until it is sent.
  presses.press = function (code, what, from) {
    show('refused', false)
    var list = read()
    write(list.concat(from ? { code: code, press: what, from: from } : { code: code, press: what }))
    return (sending || Promise.resolve()).then(presses.send)
  }

  // from returns how many places a session has when what is kept has been said.
  presses.from = function (code, known) {
    return read().reduce(function (from, p) {
      return p.code === code && p.press === 'places' ? Math.max(from, p.from + 3) : from
    }, known)
  }
  presses.has = function (code, what) {
    return read().some(function (p) { return p.code === code && p.press === what })
  }
  presses.show = show

  write(read())
  window.addEventListener('online', presses.send)
  setInterval(presses.send, 15000)
  presses.send()
  return presses
})()
