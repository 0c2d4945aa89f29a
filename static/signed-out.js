// Forgets what somebody who has just signed out left in this browser: what was pressed and recorded
// without a network. What a participant has filled in here in another tab stays. It is done once; who
// comes back to the page later may have signed in again meanwhile. Written for Chrome 87 and Safari 14.
(function () {
  'use strict'
  try { localStorage.removeItem('presses') } catch (denied) { /* then nothing was kept */ }
  try { indexedDB.deleteDatabase('recordings') } catch (denied) { /* nor here */ }
  history.replaceState(null, '', location.pathname)
})()
