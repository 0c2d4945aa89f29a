// Asks before what somebody has typed is lost: where a link leads, in the words of the page; where the
// browser itself is closed or goes back, in its own. Forms that only look for something change nothing
// and are left alone, and so is a box that says "yes, I am sure". Where the server says what is wrong, it
// is read first: the focus is there. Written for Chrome 87 and Safari 14.
(function () {
  'use strict'
  var words = document.body.getAttribute('data-unsaved')
  var changed = [] // forms with something that is not saved

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)) }

  // A listener keeps pages from being kept for the way back: there is one only while it is needed.
  function note(form, is) {
    changed = changed.filter(function (other) { return other !== form })
    if (is) changed.push(form)
    if (changed.length) window.addEventListener('beforeunload', ask)
    else window.removeEventListener('beforeunload', ask)
  }

  function ask(event) {
    event.preventDefault()
    event.returnValue = ''
  }

  function written(form) {
    return Array.prototype.map.call(form.elements, function (field) {
      if (field.name === 'sure' || field.type === 'hidden') return ''
      if (field.type === 'checkbox' || field.type === 'radio') return field.checked
      return field.value
    }).join('\n')
  }

  function watch(form, i, forms) {
    var before = written(form)
    var refused = form.querySelector('[aria-invalid=true], .error') || error && forms.length === 1
    function look() { note(form, refused || written(form) !== before) }
    form.addEventListener('input', look)
    form.addEventListener('change', look)
    form.addEventListener('submit', function () { note(form, false) })
    if (refused) look()
  }

  // leaves reports whether a press on a link leads away from the page, in this tab.
  function leaves(link, event) {
    var elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0 || link.target === '_blank' || link.hasAttribute('download')
    return !elsewhere && link.href.split('#')[0] !== location.href.split('#')[0]
  }

  function press(event) {
    var link = event.target.closest && event.target.closest('a[href]')
    if (!link || !changed.length || event.defaultPrevented || !leaves(link, event)) return
    if (window.confirm(words)) changed.slice().forEach(function (form) { note(form, false) })
    else event.preventDefault()
  }

  // A field may lie in something that is folded.
  function focus(error) {
    for (var around = error; around; around = around.parentElement) {
      if (around.tagName === 'DETAILS') around.open = true
    }
    error.tabIndex = -1
    error.focus()
  }

  var error = all('main .error[role=alert]').filter(function (said) { return said.textContent.trim() && !said.closest('[hidden]') })[0]
  if (words) {
    all('main form').filter(function (form) { return form.method === 'post' }).forEach(watch)
    document.addEventListener('click', press)
  }
  if (error) focus(error)
})()
