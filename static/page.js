// Shows the server's own form one question at a time, and sends it until it is
// received. Everything works without this file. It leaves a form that came back
// with errors as it is: only phones without it get one. Written for Chrome 87
// and Safari 14; it fetches nothing while somebody answers.
enhance(function (guarded) {
  'use strict'
  var root = document.documentElement
  var form = document.querySelector('form[data-next]')
  var startButton = document.getElementById('begin')
  if (!form || !startButton || !root.closest || !root.append || !window.crypto) return
  if (!window.fetch || !window.URLSearchParams || !window.AbortController) return

  var texts = form.dataset
  var steps = [].slice.call(document.querySelectorAll('.step'))
  var lastStep = steps.length - 1
  var currentStep = 0
  var isSending = false
  var nonceField = form.elements.nonce
  var sendButton = form.querySelector('button:not([type=button])')
  var statusLine = document.getElementById('state')

  // --- What the script adds to the page ---

  var eye = 'M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12zm7 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0'
  var speaker = 'M4 9v6h4l5 4V5L8 9zm12 0c2 2 2 4 0 6m2-9c4 4 4 8 0 12'

  var forwardButton = newButton(texts.skip, function () { showStep(skippedOne ? lastStep : currentStep + 1, true) })
  var backButton = newButton(texts.back, function () { showStep(currentStep - 1, true) }, 'secondary')
  var notice = newElement('p', 'notice')
  notice.setAttribute('role', 'alert')
  var stepButtons = newElement('div', 'step-buttons', notice, backButton, forwardButton)

  var progress = newElement('div', 'progress', newElement('i'), newElement('span'))
  progress.setAttribute('aria-hidden', true) // each legend says it too
  var listenButton = newSymbolButton(speaker, texts.listen, toggleReading)
  form.insertBefore(newElement('div', 'form-tools', progress, listenButton), form.firstChild)

  var hideButton = newSymbolButton(eye, texts.hide, hidePage)
  hideButton.classList.add('hide')
  form.append(stepButtons, hideButton)
  var eyeNote = newElement('p', 'eye-note')
  eyeNote.innerHTML = symbol(eye)
  eyeNote.append(texts.eye)
  startButton.parentNode.insertBefore(eyeNote, startButton)

  var unhideButton = newButton(texts.show, unhidePage, 'unhide')
  document.body.append(unhideButton)

  var retryButton = newButton(texts.retry, sendFirstTime)
  retryButton.hidden = true
  statusLine.after(retryButton)
  var returnButton = newButton(texts.return, function () { showStep(1, true) })
  sendButton.before(returnButton)

  // newElement makes an element around those that follow its class.
  function newElement(name, className) {
    var element = document.createElement(name)
    element.className = className || ''
    element.append.apply(element, [].slice.call(arguments, 2))
    return element
  }
  function on(target, type, handle) { target.addEventListener(type, guarded(handle)) }

  function newButton(text, onClick, className) {
    var button = newElement('button', className, text)
    button.type = 'button'
    on(button, 'click', onClick)
    return button
  }

  function symbol(path) { return '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="' + path + '"/></svg>' }

  function newSymbolButton(path, label, onClick) {
    var button = newButton('', onClick, 'symbol')
    button.innerHTML = symbol(path)
    button.setAttribute('aria-label', label)
    return button
  }

  // --- Keeping answers ---
  // answers.js keeps them. Beside them are the nonce and the place in the form.

  var kept = keepAnswers(form)

  function state() { return { nonce: nonceField.value, language: root.lang, at: currentStep, sending: isSending } }

  function saveAnswers() { kept.save(state()) }

  function restoreAnswers() {
    var saved = kept.restore()
    if (!saved) {
      if (crypto.getRandomValues) nonceField.value = newNonce()
      return
    }
    if (saved.nonce) nonceField.value = saved.nonce
    currentStep = Math.min(saved.at, lastStep)
    isSending = saved.sending
  }

  function newNonce() {
    var alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
    return [].map.call(crypto.getRandomValues(new Uint8Array(26)), function (n) { return alphabet[n & 31] }).join('')
  }

  // --- Moving between steps ---

  var entries = stepEntries(guarded, function (number) { display(number, true) }, function () { return isSending })

  function showStep(number, moveFocus) {
    number = Math.max(0, Math.min(lastStep, number))
    var before = currentStep
    display(number, moveFocus)
    entries.move(before, number)
  }

  function display(number, moveFocus) {
    stopReading()
    currentStep = number
    steps.forEach(function (step, i) { step.hidden = i !== currentStep })
    var isQuestion = currentStep > 0 && currentStep < lastStep
    hideButton.hidden = currentStep === 0
    stepButtons.hidden = currentStep === 0 || isSending
    progress.hidden = !isQuestion
    progress.firstChild.style.width = 100 * currentStep / (lastStep - 1) + '%'
    progress.lastChild.textContent = outOf(texts.step, currentStep, lastStep - 1)
    forwardButton.hidden = currentStep === lastStep
    notice.textContent = ''
    showChosen()
    updateListenButton()
    if (currentStep === lastStep) showEnd()
    saveAnswers()
    if (!moveFocus) return
    var heading = steps[currentStep].querySelector('legend,h1,h2')
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }

  function countChosen(step) { return step.querySelectorAll('input:checked').length }

  function outOf(text, number, total) { return text.replace('#1', number).replace('#2', total) }

  // showChosen says on the button forward whether it skips, and how many of those allowed are chosen.
  function showChosen() {
    var step = steps[currentStep]
    var skips = currentStep > 0 && currentStep < lastStep && !countChosen(step)
    forwardButton.textContent = skips ? texts.skip : texts.next
    forwardButton.className = skips ? 'skip' : ''
    var count = step.querySelector('.count')
    if (count) count.textContent = outOf(texts.chosen, step.querySelectorAll('input:checked:not([data-alone])').length, step.dataset.most)
  }

  // --- The last step: what is missing, with the way back to it ---

  var skippedOne = false // the question that is shown was reached from the last step
  var skippedList = newElement('ul')
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
      outOf(texts.answered, lastStep - 1 - skipped.length, lastStep - 1) + (skipped.length && !isSending ? ' ' + texts.skipped + ':' : '')
    skippedList.textContent = ''
    skippedList.hidden = nothing || isSending
    skipped.forEach(function (step) {
      var link = newElement('a', '', step.querySelector('legend b').textContent)
      link.href = '#' + step.id
      on(link, 'click', function (event) {
        event.preventDefault()
        showStep(steps.indexOf(step), true)
        skippedOne = true
      })
      skippedList.append(newElement('li', '', link))
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

  on(document, 'keydown', function (event) { if (event.key === 'Escape') unhidePage() })

  // --- Choosing: options that rule each other out, and no more than allowed ---

  on(form, 'change', function (event) {
    var box = event.target
    var question = box.closest('fieldset')
    if (!question) return
    notice.textContent = box.type === 'checkbox' && box.checked ? settle(question, box) : ''
    var error = question.querySelector('.error')
    if (error) error.textContent = ''
    showChosen()
    saveAnswers()
  })

  // settle makes a box that was just chosen agree with the others, and returns
  // what there is to say about it.
  function settle(question, box) {
    var isAlone = box.dataset.alone !== undefined
    if (clearExcluded(question, box) && isAlone) return texts.alone
    var most = question.dataset.most
    if (!most || countChosen(question) <= +most) return ''
    box.checked = false
    return texts.most.replace('#', most)
  }

  function clearExcluded(question, box) {
    return [].filter.call(question.querySelectorAll('input:checked'), function (other) {
      if (other === box || (box.dataset.alone === undefined && other.dataset.alone === undefined)) return false
      other.checked = false
      return true
    }).length
  }

  // --- Reading aloud ---
  // listen.js reads. There is no button for what it has neither clip nor voice for.

  function partsToRead(step) {
    return [].map.call(step.querySelectorAll('[data-say],legend,fieldset label,.promise p'), function (element) {
      var box = element.querySelector('input')
      var text = box ? element.textContent : (element.querySelector('b') || element).textContent
      var recorded = step.dataset.recorded !== undefined
      return { el: element, text: text.trim(), src: recorded ? texts.audio + clipName(step, box) : '' }
    })
  }

  function clipName(step, box) {
    if (!box) return step.id
    if (box.closest('.special-options')) return 'option.' + box.value
    var onScale = step.dataset.scale && +box.value.slice(1) <= +step.dataset.steps
    return (onScale ? 'scale.' + step.dataset.scale : step.id) + '.' + box.value
  }

  function updateListenButton() {
    listenButton.hidden = !window.reader || !reader.canRead(partsToRead(steps[currentStep]))
  }

  function toggleReading() { reader.toggle(listenButton, partsToRead(steps[currentStep])) }

  function stopReading() { if (window.reader) reader.stop() }

  listenButton.setAttribute('aria-pressed', false)
  if (window.reader) reader.watch(guarded(updateListenButton))

  // --- Sending ---
  // The same nonce goes with every try, so that trying again never counts twice.
  // It goes on for as long as the page is open, less and less often, and at once
  // when the network or the page comes back.

  var longestPause = 40
  var pause = 1 // seconds
  var retryTimer = 0
  var request = null
  var refused = /^(sent|closed|full)$/ // sending again would be answered the same

  on(form, 'submit', function (event) {
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
    stepButtons.hidden = true
    showEnd()
    saveAnswers()
    showStatus(texts.sending + ' ' + texts.keep, 'sending')
    request = new AbortController()
    var tooSlow = setTimeout(function () { request.abort() }, 60000)
    fetch(location.pathname, {
      method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' },
      credentials: 'omit', cache: 'no-store', signal: request.signal
    }).then(guarded(function (response) {
      clearTimeout(tooSlow)
      return response.json().then(function (body) {
        if (!body || !body.state) throw new Error('this is no answer of the service')
        return { status: response.status, body: body }
      })
    })).then(guarded(handleAnswer), guarded(function () {
      // An error in handleAnswer does not come here: sending again would not help.
      clearTimeout(tooSlow)
      retryLater()
    }))
  }

  function handleAnswer(answer) {
    if (answer.body.state === 'received') {
      showStatus(texts.received)
      if (sameTabs) sameTabs.postMessage(nonceField.value)
      kept.forget()
      location.replace(answer.body.next)
    } else if (answer.status >= 500 || answer.status === 429) {
      retryLater()
    } else {
      isSending = false
      sendButton.disabled = refused.test(answer.body.state)
      retryButton.hidden = answer.body.state !== 'full'
      stepButtons.hidden = false
      showEnd()
      saveAnswers()
      if (answer.body.state === 'sent') kept.keepForNewCard(state()) // it was used before
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
        step.insertBefore(error, step.querySelector('.options'))
        error.id = step.id + '-error'
        step.setAttribute('aria-describedby', (step.getAttribute('aria-describedby') || '') + ' ' + error.id)
      }
      error.textContent = field.message
    })
    showStep(steps.indexOf(document.getElementById(fields[0].question)), true)
  }

  function retryLater() {
    showStatus(texts.waiting + ' ' + texts.keep, 'sending')
    retryButton.hidden = false
    retryTimer = setTimeout(guarded(send), pause * (750 + Math.random() * 500))
    pause = Math.min(pause * 3, longestPause)
  }

  function retryNow() { if (isSending && !retryButton.hidden) sendFirstTime() }

  // A tab that was duplicated has the same answers under the same nonce. When they
  // are received it begins anew: what somebody else then sends there must count.
  var sameTabs = window.BroadcastChannel && new BroadcastChannel(kept.name)
  if (sameTabs) {
    sameTabs.onmessage = guarded(function (event) {
      if (isSending || event.data !== nonceField.value) return
      kept.forget()
      nonceField.value = newNonce()
      showStep(0)
    })
  }

  function showStatus(text, className) {
    statusLine.textContent = text
    statusLine.className = className || ''
  }

  on(window, 'online', retryNow)
  on(document, 'visibilitychange', function () { if (!document.hidden) retryNow() })
  on(window, 'offline', function () { if (request) request.abort() })
  window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload() })

  // --- Start ---

  startButton.hidden = false
  on(startButton, 'click', function () { showStep(1, true) })
  root.classList.add('js')
  // Each step stands alone now, so its question is the page's main heading.
  document.querySelectorAll('legend b,#end h2').forEach(function (heading) {
    heading.setAttribute('role', 'heading')
    heading.setAttribute('aria-level', '1')
  })
  restoreAnswers()
  showStep(isSending ? lastStep : currentStep, false)
  // Answers that were sent or lost leave no way back to their questions.
  if (currentStep === 0) entries.leaveAll()
  showStatus(texts.phone)
  if (isSending) send()
})
