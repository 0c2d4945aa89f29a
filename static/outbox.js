// Keeps recordings in the browser until the service has received them, and sends them again until
// then: also when the page was closed meanwhile.
(function () {
  'use strict'
  var status = document.getElementById('waiting')
  if (!status || !window.fetch || !window.AbortController) return

  // What waits, {address, mp3, about}, by address: a later recording of a text replaces an earlier.
  var waiting = {}
  var taken = {} // addresses of all that have waited since the page was opened
  var read = null // what to do once it is known what waits
  var database = null
  var sending = false
  var timer = null
  var failed = 0

  function list() { return Object.keys(waiting) }

  // store changes what the browser keeps. Where it keeps nothing, as in a private window, the
  // recordings are in this page until they are sent.
  function store(change) {
    if (database) change(database.transaction('clips', 'readwrite').objectStore('clips'))
  }

  function put(address, mp3, about) {
    taken[address] = true
    var item = waiting[address] = { address: address, mp3: mp3.buffer, about: about }
    store(function (clips) { clips.put(item) })
    show()
    send()
  }

  function forget(item) {
    if (waiting[item.address] !== item) return // recorded again meanwhile
    delete waiting[item.address]
    store(function (clips) { clips.delete(item.address) })
  }

  function show() {
    var n = list().length
    status.hidden = !n
    status.querySelector('output').textContent = n
  }

  // send sends what waits, one after the other.
  function send() {
    clearTimeout(timer)
    var next = waiting[list()[failed % list().length]] // one that fails does not hold up the others
    if (sending || !next) return
    sending = true
    // What a lost network leaves hanging would hold up the rest.
    var limit = new AbortController()
    setTimeout(function () { limit.abort() }, 120000)
    fetch(next.address, {
      method: 'POST', credentials: 'same-origin', body: new Blob([next.mp3], { type: 'audio/mpeg' }),
      headers: { Accept: 'application/json' }, signal: limit.signal
    }).then(function (response) {
      return response.json().then(function (answer) { return settle(next, response, answer) })
    }).then(null, function () { return false }).then(function (settled) {
      sending = false
      show()
      failed = settled ? 0 : failed + 1
      timer = setTimeout(send, failed ? Math.min(60, Math.pow(2, failed)) * 1000 : 0)
    })
  }

  // settle reports whether an answer settles what becomes of a recording. Whoever was signed out, or
  // meets a service that fails, sends it later; what is refused would be refused again.
  function settle(item, response, answer) {
    if (response.ok) {
      signedOut(false)
      if (answer.state !== 'received') return false
    } else if ([403, 404, 409, 413, 422].indexOf(response.status) < 0) {
      signedOut(response.status === 401)
      return false
    } else {
      refused(item, answer)
    }
    forget(item)
    return true
  }

  function refused(item, answer) {
    taken[item.address] = false
    var line = document.createElement('li')
    line.textContent = item.about + ' – ' + answer.message
    var told = document.getElementById('refused')
    told.querySelector('ul').appendChild(line)
    told.hidden = false
  }

  function signedOut(is) { document.getElementById('signed-out').hidden = !is }

  // took reports whether a recording waits to be sent, or has been sent from this page.
  function took(address) { return Boolean(taken[address]) }

  function whenRead(does) { read = does }

  function begin() {
    list().forEach(function (address) { taken[address] = true })
    if (read) read()
    show()
    send()
  }

  window.addEventListener('online', send)
  window.addEventListener('beforeunload', function (e) {
    if (!database && list().length) e.returnValue = true
  })
  window.outbox = { put: put, took: took, whenRead: whenRead }

  var opening = null
  try {
    opening = indexedDB.open('recordings', 1)
  } catch (denied) { /* then they are kept in this page */ }
  if (!opening) return setTimeout(begin)
  opening.onupgradeneeded = function () { opening.result.createObjectStore('clips', { keyPath: 'address' }) }
  opening.onerror = begin
  opening.onsuccess = function () {
    database = opening.result
    var all = database.transaction('clips').objectStore('clips').getAll()
    all.onerror = begin
    all.onsuccess = function () {
      var made = list() // while the database was opened
      all.result.forEach(function (item) { waiting[item.address] = waiting[item.address] || item })
      made.forEach(function (address) { store(function (clips) { clips.put(waiting[address]) }) })
      begin()
    }
  }
})()
