// A page that comes after an answer leaves nothing of it in this tab. What is
// kept there is named after the address of its session or card.
(function () {
  'use strict'
  try {
    Object.keys(sessionStorage).forEach(function (name) {
      if ((location.pathname + '/').indexOf(name.replace('answers ', '') + '/') === 0) sessionStorage.removeItem(name)
    })
  } catch (denied) { /* then nothing was kept either */ }
})()
