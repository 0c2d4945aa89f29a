// Opens the section of the guide that the address asks for by its fragment.
(function () {
  'use strict'
  function open() {
    var section = document.getElementById(location.hash.slice(1))
    if (!section || section.tagName !== 'DETAILS') return
    section.open = true
    section.scrollIntoView()
  }
  window.addEventListener('hashchange', open)
  open()
})()
