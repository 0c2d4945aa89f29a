// Shows the server's own form one question at a time, and sends it until it is
// received. Everything works without this file. It leaves a form that came back
// with errors as it is: only phones without it get one. Written for Chrome 87
// and Safari 14; it fetches nothing while somebody answers.
(function () {
  'use strict'
  var form = document.querySelector('form[data-next]')
  var startButton = document.getElementById('begin')
  if (!form || !startButton || !window.fetch || !window.URLSearchParams || !window.crypto) return

  var texts = form.dataset
  var root = document.documentElement
  var steps = [].slice.call(document.querySelectorAll('.step'))
  var lastStep = steps.length - 1
  var currentStep = 0
  var isSending = false
  var nonceField = form.elements.nonce
  var sendButton = form.querySelector('button:not([type=button])')
  var statusLine = document.getElementById('state')

  // --- What the script adds to the page ---

  var forwardButton = newButton(texts.skip, function () { showStep(skippedOne ? lastStep : currentStep + 1, true) })
  var backButton = newButton(texts.back, function () { showStep(currentStep - 1, true) }, 'secondary')
  var stepButtons = newDiv('step-buttons', backButton, forwardButton)

  var listenButton = newButton(texts.listen, toggleReading, 'secondary')
  var hideButton = newButton(texts.hide, hidePage, 'secondary')
  form.insertBefore(newDiv('form-tools', listenButton, hideButton), form.firstChild)

  var unhideButton = newButton(texts.show, unhidePage, 'unhide')
  document.body.append(unhideButton)

  var retryButton = newButton(texts.retry, sendFirstTime)
  retryButton.hidden = true
  statusLine.after(retryButton)
  var returnButton = newButton(texts.return, function () { showStep(1, true) })
  sendButton.before(returnButton)

  function newButton(text, onClick, className) {
    var button = document.createElement('button')
    button.type = 'button'
    button.textContent = text
    if (className) button.className = className
    button.addEventListener('click', onClick)
    return button
  }

  function newDiv(className, first, second) {
    var div = document.createElement('div')
    div.className = className
    div.append(first, second)
    return div
  }

  // --- Keeping answers ---
  // Answers are kept for this tab only, so that a reload or another language
  // loses nothing; they are removed when the server has received them.

  var storageKey = 'answers ' + location.pathname.replace(/\/[^/]*$/, '')
  var anyCardKey = storageKey.replace(/\/[A-Z2-7]{26}$/, '') // where answers wait for a new card of the session

  function saveAnswers(key) {
    var answers = []
    form.querySelectorAll('input:checked').forEach(function (box) { answers.push(box.name + '=' + box.value) })
    try {
      sessionStorage.setItem(key || storageKey, JSON.stringify({
        nonce: nonceField.value, at: currentStep, sending: isSending, answers: answers
      }))
    } catch (full) { /* the page itself still holds the answers */ }
  }

  function restoreAnswers() {
    var saved = null
    try {
      saved = JSON.parse(sessionStorage.getItem(storageKey) || sessionStorage.getItem(anyCardKey))
      sessionStorage.removeItem(anyCardKey)
    } catch (broken) { saved = null }
    if (!saved) {
      nonceField.value = newNonce()
      return
    }
    if (saved.nonce) nonceField.value = saved.nonce
    form.querySelectorAll('fieldset input').forEach(function (box) {
      box.checked = saved.answers.indexOf(box.name + '=' + box.value) >= 0
    })
    currentStep = Math.min(saved.at, lastStep)
    isSending = saved.sending
  }

  function forgetAnswers() {
    try { sessionStorage.removeItem(storageKey) } catch (denied) { /* then nothing was saved either */ }
    form.reset()
    form.querySelectorAll('fieldset input').forEach(function (box) { box.checked = false })
  }

  function newNonce() {
    var alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
    return [].map.call(crypto.getRandomValues(new Uint8Array(26)), function (n) { return alphabet[n & 31] }).join('')
  }

  // --- Moving between steps ---

  function showStep(number, moveFocus) {
    stopReading()
    currentStep = Math.max(0, Math.min(lastStep, number))
    steps.forEach(function (step, i) { step.hidden = i !== currentStep })
    var step = steps[currentStep]
    stepButtons.hidden = currentStep === 0
    backButton.hidden = isSending
    forwardButton.hidden = currentStep === lastStep
    labelForwardButton()
    if (stepButtons.parentNode !== step) step.appendChild(stepButtons)
    updateListenButton()
    if (currentStep === lastStep) showEnd()
    saveAnswers()
    if (!moveFocus) return
    var heading = step.querySelector('legend,h1,h2')
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }

  function countChosen(step) { return step.querySelectorAll('input:checked').length }

  function labelForwardButton() {
    var skips = currentStep > 0 && currentStep < lastStep && !countChosen(steps[currentStep])
    forwardButton.textContent = skips ? texts.skip : texts.next
    forwardButton.className = skips ? 'skip' : ''
  }

  // --- The last step: what is missing, with the way back to it ---

  var skippedOne = false // the question that is shown was reached from the last step
  var skippedList = document.createElement('ul')
  var answeredLine = document.getElementById('answered')
  var lastHeading = steps[lastStep].querySelector('h2')
  lastHeading.dataset.ready = lastHeading.textContent
  answeredLine.after(skippedList)

  function showEnd() {
    var skipped = steps.slice(1, lastStep).filter(function (step) { return !countChosen(step) })
    var nothing = skipped.length === lastStep - 1 && !isSending
    skippedOne = false
    lastHeading.textContent = nothing ? lastHeading.dataset.nothing : lastHeading.dataset.ready
    returnButton.hidden = !nothing
    sendButton.className = nothing ? 'secondary' : ''
    answeredLine.textContent = nothing ? '' :
      texts.answered.replace('#1', lastStep - 1 - skipped.length).replace('#2', lastStep - 1) + (skipped.length ? ' ' + texts.skipped + ':' : '')
    skippedList.textContent = ''
    skippedList.hidden = nothing || isSending
    skipped.forEach(function (step) {
      var link = document.createElement('a')
      link.href = '#' + step.id
      link.textContent = step.querySelector('legend b').textContent
      link.addEventListener('click', function (event) {
        event.preventDefault()
        showStep(steps.indexOf(step), true)
        skippedOne = true
      })
      skippedList.appendChild(document.createElement('li')).appendChild(link)
    })
  }

  // --- Hiding the page from somebody who looks on ---

  function hidePage() {
    stopReading()
    root.classList.add('page-hidden')
    unhideButton.focus()
  }

  function unhidePage() {
    if (!root.classList.contains('page-hidden')) return
    root.classList.remove('page-hidden')
    hideButton.focus()
  }

  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') unhidePage() })

  // --- Choosing: options that rule each other out, and no more than allowed ---

  form.addEventListener('change', function (event) {
    var box = event.target
    var question = box.closest('fieldset')
    if (!question) return
    var tooMany = false
    if (box.type === 'checkbox' && box.checked) {
      clearExcluded(question, box)
      tooMany = question.dataset.most && countChosen(question) > +question.dataset.most
      if (tooMany) box.checked = false
    }
    var warning = question.querySelector('.error')
    if (warning) warning.textContent = tooMany ? warning.dataset.text : ''
    labelForwardButton()
    saveAnswers()
  })

  function clearExcluded(question, box) {
    question.querySelectorAll('input:checked').forEach(function (other) {
      if (other !== box && (box.dataset.alone !== undefined || other.dataset.alone !== undefined)) other.checked = false
    })
  }

  // --- Reading aloud ---
  // With recorded clips where there are any, else with the phone's own voice if
  // it has one for the language, else there is no button.

  function partsToRead(step) {
    return [].map.call(step.querySelectorAll('[data-say],legend,fieldset label,.promise p'), function (element) {
      var box = element.querySelector('input')
      var text = box ? element.textContent : (element.querySelector('b') || element).textContent
      var recorded = texts.audio && step.dataset.kb
      return { el: element, text: text.trim(), src: recorded ? texts.audio + clipName(step, box) : '' }
    })
  }

  function clipName(step, box) {
    if (!box) return step.id
    if (box.closest('.special-options')) return 'option.' + box.value
    var onScale = step.dataset.scale && +box.value.slice(1) <= +step.dataset.steps
    return (onScale ? 'scale.' + step.dataset.scale : step.id) + '.' + box.value
  }

  function readableParts() {
    if (!window.reader) return null
    var parts = partsToRead(steps[currentStep])
    return parts.length && (parts[0].src || reader.voice(root.lang)) ? parts : null
  }

  function updateListenButton() {
    var size = texts.audio && steps[currentStep].dataset.kb
    listenButton.textContent = texts.listen + (size ? ' (' + texts.size.replace('#', size) + ')' : '')
    listenButton.hidden = !readableParts()
  }

  function toggleReading() {
    if (reader.playing()) return reader.stop()
    var parts = readableParts()
    if (!parts) return
    reader.read(parts, root.lang, updateListenButton)
    listenButton.textContent = texts.stop
  }

  function stopReading() { if (window.reader) reader.stop() }

  if (window.speechSynthesis) speechSynthesis.addEventListener('voiceschanged', updateListenButton)

  // --- Sending ---
  // The same nonce goes with every try, so that trying again never counts twice.
  // It goes on for as long as the page is open, less and less often, and at once
  // when the network or the page comes back.

  var longestPause = 40
  var pause = 1 // seconds
  var retryTimer = 0
  var request = null
  var refused = /^(sent|closed|full)$/ // sending again would be answered the same

  form.addEventListener('submit', function (event) {
    event.preventDefault()
    if (!isSending) sendFirstTime()
  })

  function sendFirstTime() {
    pause = 1
    send()
  }

  function send() {
    clearTimeout(retryTimer)
    isSending = true
    sendButton.disabled = true
    retryButton.hidden = true
    backButton.hidden = true
    showEnd()
    saveAnswers()
    showStatus(texts.sending + ' ' + texts.keep, 'sending')
    request = new AbortController()
    var tooSlow = setTimeout(function () { request.abort() }, 60000)
    fetch(location.pathname, {
      method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' },
      credentials: 'omit', cache: 'no-store', signal: request.signal
    }).then(function (response) {
      clearTimeout(tooSlow)
      return response.json().then(function (body) {
        if (!body || !body.state) throw new Error('this is no answer of the service')
        return { status: response.status, body: body }
      })
    }).then(handleAnswer, function () {
      // An error in handleAnswer does not come here: sending again would not help.
      clearTimeout(tooSlow)
      retryLater()
    })
  }

  function handleAnswer(answer) {
    if (answer.body.state === 'received') {
      showStatus(texts.received)
      if (sameTabs) sameTabs.postMessage(nonceField.value)
      forgetAnswers()
      location.replace(answer.body.next)
    } else if (answer.status >= 500 || answer.status === 429) {
      retryLater()
    } else {
      isSending = false
      sendButton.disabled = refused.test(answer.body.state)
      retryButton.hidden = answer.body.state !== 'full'
      backButton.hidden = false
      showEnd()
      saveAnswers()
      if (answer.body.state === 'sent') keepForNewCard()
      showStatus(answer.body.message, 'error')
      if (answer.body.fields && answer.body.fields.length) showErrors(answer.body.fields)
    }
  }

  function showErrors(fields) {
    fields.forEach(function (field) {
      var step = document.getElementById(field.question)
      var error = step.querySelector('.error')
      if (!error) {
        error = document.createElement('p')
        error.className = 'error'
        error.setAttribute('role', 'alert')
        step.insertBefore(error, step.querySelector('label'))
      }
      error.textContent = field.message
    })
    showStep(steps.indexOf(document.getElementById(fields[0].question)), true)
  }

  function retryLater() {
    showStatus(texts.waiting + ' ' + texts.keep, 'sending')
    retryButton.hidden = false
    retryTimer = setTimeout(send, pause * (750 + Math.random() * 500))
    pause = Math.min(pause * 3, longestPause)
  }

  function retryNow() { if (isSending && !retryButton.hidden) sendFirstTime() }

  // The card was used before: the answers wait in this tab for another one.
  function keepForNewCard() {
    saveAnswers(anyCardKey)
    try { if (anyCardKey !== storageKey) sessionStorage.removeItem(storageKey) } catch (denied) { /* nothing was saved */ }
  }

  // A tab that was duplicated has the same answers under the same nonce. When they
  // are received it begins anew: what somebody else then sends there must count.
  var sameTabs = window.BroadcastChannel && new BroadcastChannel(storageKey)
  if (sameTabs) {
    sameTabs.onmessage = function (event) {
      if (isSending || event.data !== nonceField.value) return
      forgetAnswers()
      nonceField.value = newNonce()
      showStep(0)
    }
  }

  function showStatus(text, className) {
    statusLine.textContent = text
    statusLine.className = className || ''
  }

  window.addEventListener('online', retryNow)
  document.addEventListener('visibilitychange', function () { if (!document.hidden) retryNow() })
  window.addEventListener('offline', function () { if (request) request.abort() })
  window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload() })

  // --- Start ---

  startButton.hidden = false
  startButton.addEventListener('click', function () { showStep(1, true) })
  root.classList.add('js')
  // Each step stands alone now, so its question is the page's main heading.
  document.querySelectorAll('legend b,#end h2').forEach(function (heading) {
    heading.setAttribute('role', 'heading')
    heading.setAttribute('aria-level', '1')
  })
  restoreAnswers()
  showStep(currentStep, false)
  showStatus(texts.phone)
  if (isSending) {
    showStep(lastStep, false)
    send()
  }
})()
