// One question at a time over the server's own form, and sending until it is
// received. Everything works without this file; a form that came back to be
// mended, which only phones without it get, is left as it is. Written for Chrome 87 and
// Safari 14; nothing is fetched while somebody answers.
(function () {
  'use strict'
  var form = document.querySelector('form[data-next]')
  var start = document.getElementById('begin')
  if (!form || !start || !window.fetch || !window.URLSearchParams || !window.crypto) return
  var words = form.dataset
  var html = document.documentElement
  var steps = [].slice.call(document.querySelectorAll('.step'))
  var last = steps.length - 1
  var shelf = 'answers ' + location.pathname.replace(/\/[^/]*$/, '')
  var at = 0
  var sending = false
  var nonce = form.elements.nonce

  // What has been answered is kept for this tab only, so that a reload or
  // another language loses nothing; it is wiped on receipt.
  function keep() {
    var answers = []
    form.querySelectorAll('input:checked').forEach(function (box) { answers.push(box.name + '=' + box.value) })
    try {
      sessionStorage.setItem(shelf, JSON.stringify({ nonce: nonce && nonce.value, at: at, sending: sending, answers: answers }))
    } catch (full) { /* the page itself still holds the answers */ }
  }

  function restore() {
    var kept = null
    try { kept = JSON.parse(sessionStorage.getItem(shelf)) } catch (broken) { kept = null }
    if (!kept) {
      if (nonce) nonce.value = fresh()
      return
    }
    if (nonce && kept.nonce) nonce.value = kept.nonce
    form.querySelectorAll('fieldset input').forEach(function (box) {
      box.checked = kept.answers.indexOf(box.name + '=' + box.value) >= 0
    })
    at = Math.min(kept.at, last)
    sending = kept.sending
  }

  function wipe() {
    try { sessionStorage.removeItem(shelf) } catch (denied) { /* then nothing was kept either */ }
    form.reset()
    form.querySelectorAll('fieldset input').forEach(function (box) { box.checked = false })
  }

  function fresh() {
    var alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
    return [].map.call(crypto.getRandomValues(new Uint8Array(26)), function (n) { return alphabet[n & 31] }).join('')
  }

  function button(text, does, kind) {
    var b = document.createElement('button')
    b.type = 'button'
    b.textContent = text
    if (kind) b.className = kind
    b.addEventListener('click', does)
    return b
  }

  // Moving between steps.
  function show(next, focus) {
    hush()
    at = Math.max(0, Math.min(last, next))
    steps.forEach(function (step, i) { step.hidden = i !== at })
    var step = steps[at]
    nav.hidden = at === 0
    back.hidden = sending
    forward.hidden = at === last
    name()
    nav.parentNode === step || step.appendChild(nav)
    listen.hidden = !readable()
    if (at === last) count()
    keep()
    if (!focus) return
    var head = step.querySelector('legend,h1,h2')
    head.tabIndex = -1
    head.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }

  function chosen(step) { return step.querySelectorAll('input:checked').length }

  function name() {
    var skips = at > 0 && at < last && !chosen(steps[at])
    forward.textContent = skips ? words.skip : words.next
    forward.className = skips ? 'skip' : ''
  }

  function count() {
    var answered = steps.filter(chosen).length
    var place = document.getElementById('answered')
    place.textContent = words.answered.replace('#1', answered).replace('#2', last - 1)
  }

  var nav = document.createElement('div')
  nav.className = 'steps'
  var forward = button(words.skip, function () { show(at + 1, true) })
  var back = button(words.back, function () { show(at - 1, true) }, 'plain')
  nav.append(back, forward)

  var bar = document.createElement('div')
  bar.className = 'bar'
  var listen = button(words.listen, toggle, 'plain')
  var hide = button(words.hide, function () {
    hush()
    html.classList.add('hidden')
    unhide.focus()
  }, 'plain')
  bar.append(listen, hide)
  form.insertBefore(bar, form.firstChild)
  var unhide = button(words.show, reveal, 'unhide')
  document.body.append(unhide)
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') reveal() })

  function reveal() {
    if (!html.classList.contains('hidden')) return
    html.classList.remove('hidden')
    hide.focus()
  }

  // Choices that rule each other out, and no more than the question allows.
  form.addEventListener('change', function (event) {
    var box = event.target
    var field = box.closest('fieldset')
    if (!field) return
    var many = false
    if (box.type === 'checkbox' && box.checked) {
      field.querySelectorAll('input:checked').forEach(function (other) {
        if (other !== box && (box.dataset.alone !== undefined || other.dataset.alone !== undefined)) other.checked = false
      })
      var most = +field.dataset.most
      many = most && chosen(field) > most
      if (many) box.checked = false
    }
    var warning = field.querySelector('.error')
    if (warning) warning.textContent = many ? warning.dataset.text : ''
    name()
    keep()
  })

  // Reading aloud: recorded clips where there are any, else the phone's own
  // voice if it has one for the language, else no button.
  function parts(step) {
    return [].map.call(step.querySelectorAll('[data-say],legend,fieldset label,.promise p'), function (el) {
      var box = el.querySelector('input')
      var id = step.id
      var key = !box ? id : box.closest('.apart') ? 'option.' + box.value
        : step.dataset.scale && +box.value.slice(1) <= +step.dataset.steps ? 'scale.' + step.dataset.scale + '.' + box.value : id + '.' + box.value
      var text = box ? el.textContent : (el.querySelector('b') || el).textContent
      return { el: el, text: text.trim(), src: words.audio && step.dataset.kb ? words.audio + key : '' }
    })
  }

  function readable() {
    if (!window.reader) return null
    var list = parts(steps[at])
    var kb = steps[at].dataset.kb
    listen.textContent = words.listen + (words.audio && kb ? ' (' + words.size.replace('#', kb) + ')' : '')
    return list.length && (list[0].src || reader.voice(html.lang)) ? list : null
  }

  function toggle() {
    if (reader.playing()) return reader.hush()
    var list = readable()
    if (!list) return
    reader.read(list, html.lang, readable)
    listen.textContent = words.stop
  }

  function hush() { if (window.reader) reader.hush() }
  if (window.speechSynthesis) speechSynthesis.addEventListener('voiceschanged', function () { listen.hidden = !readable() })

  // Sending. The same nonce goes with every try, so that trying again never
  // counts twice.
  var waits = [1, 3, 9, 27]
  var tries = 0
  var timer = 0
  var gone = null
  var send = form.querySelector('button:not([type=button])')
  var state = document.getElementById('state')
  var again = button(words.retry, function () { tries = 0; attempt() })
  again.hidden = true
  state.parentNode.insertBefore(again, state.nextSibling)

  function say(text, kind) {
    state.textContent = text
    state.className = kind || ''
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault()
    if (sending) return
    tries = 0
    attempt()
  })

  function attempt() {
    clearTimeout(timer)
    sending = true
    send.disabled = true
    again.hidden = true
    back.hidden = true
    keep()
    say(words.sending + ' ' + words.keep, 'going')
    gone = new AbortController()
    var slow = setTimeout(function () { gone.abort() }, 60000)
    fetch(location.pathname, {
      method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' },
      credentials: 'omit', cache: 'no-store', signal: gone.signal
    }).then(function (response) {
      clearTimeout(slow)
      return response.json().then(function (answer) { answered(response.status, answer) })
    }).catch(function () {
      clearTimeout(slow)
      wait()
    })
  }

  function answered(status, answer) {
    if (answer.state === 'received') {
      say(words.received, 'there')
      wipe()
      location.replace(answer.next)
    } else if (status >= 500 || status === 429) {
      wait()
    } else {
      sending = false
      send.disabled = false
      back.hidden = false
      keep()
      say(answer.message, 'error')
      if (answer.fields && answer.fields.length) mend(answer.fields)
    }
  }

  function mend(fields) {
    fields.forEach(function (field) {
      var step = document.getElementById(field.question)
      var warning = step.querySelector('.error')
      if (!warning) {
        warning = document.createElement('p')
        warning.className = 'error'
        warning.setAttribute('role', 'alert')
        step.insertBefore(warning, step.querySelector('label'))
      }
      warning.textContent = field.message
    })
    show(steps.indexOf(document.getElementById(fields[0].question)), true)
  }

  function wait() {
    say(words.waiting + ' ' + words.keep, 'going')
    again.hidden = false
    if (tries < waits.length) timer = setTimeout(attempt, waits[tries++] * (750 + Math.random() * 500))
  }
  window.addEventListener('online', function () { if (sending && !again.hidden) { tries = 0; attempt() } })
  window.addEventListener('offline', function () { if (gone) gone.abort() })
  window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload() })

  start.hidden = false
  start.addEventListener('click', function () { show(1, true) })
  html.classList.add('js')
  // Each step stands alone now, so its question is the page's main heading.
  document.querySelectorAll('legend b,#end h2').forEach(function (head) {
    head.setAttribute('role', 'heading')
    head.setAttribute('aria-level', '1')
  })
  restore()
  show(at, false)
  say(words.phone)
  if (sending) { show(last, false); attempt() }
})()
