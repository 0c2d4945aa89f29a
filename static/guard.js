// Runs a script that enhances a page so that nothing in it can do harm: if anything
// fails, then or later, the server's own page is back, with what has been chosen.
window.enhance = function (build) {
  'use strict'
  // null once it is back
  var plainBody = document.body.cloneNode(true)

  // guarded makes a handler that gives the plain form back when it fails, and does nothing from then on.
  function guarded(handle) {
    return function (event) {
      if (!plainBody) return
      try { return handle(event) } catch (fault) { restorePlainForm(fault, event) }
    }
  }

  function restorePlainForm(fault, event) {
    var body = plainBody
    plainBody = null
    var step = document.querySelector('.js .step:not([hidden])')
    ;[].forEach.call(body.querySelectorAll('form input'), function (input) {
      var selector = '[name="' + input.name + '"]'
      if (input.type === 'hidden') input.value = document.querySelector(selector).value
      else input.checked = document.querySelector(selector + '[value="' + input.value + '"]').checked
    })
    document.body = body
    document.documentElement.className = ''
    if (step) document.getElementById(step.id).scrollIntoView()
    if (event && event.type === 'submit') body.querySelector('form').submit()
    console.error(fault)
    if (window.reader) reader.stop()
  }

  guarded(build)(guarded)
}
