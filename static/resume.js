// Offers whoever has begun to answer in this tab to go on, in the language they
// used. Answers are kept by answers.js. A page that the browser has kept is shown
// again without being loaded, so it looks each time.
window.addEventListener('pageshow', function () {
  'use strict'
  var offer = document.getElementById('resume')
  var button = offer.firstChild
  offer.hidden = true
  document.querySelectorAll('[data-resume]').forEach(function (link) {
    var saved = null
    try {
      saved = JSON.parse(sessionStorage.getItem('answers ' + link.pathname.replace(/\/[^/]*$/, '')))
    } catch (denied) { /* then nothing was kept */ }
    if (!saved || saved.language !== link.lang || !(saved.at || saved.answers.length)) return
    button.href = link.href
    button.lang = link.lang
    button.dir = link.dir
    button.textContent = link.dataset.resume
    offer.hidden = false
  })
})
