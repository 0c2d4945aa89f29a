// Removes what answers.js has saved of an answer in this tab. It is loaded by the
// pages that come after an answer; answers.js names what it saves after the
// address of the session or card.
(function () {
  'use strict'
  try {
    Object.keys(sessionStorage).forEach(function (name) {
      if ((location.pathname + '/').indexOf(name.replace('answers ', '') + '/') === 0) sessionStorage.removeItem(name)
    })
  } catch (denied) { /* then nothing was saved either */ }
})()
