// Makes each step forward an entry in the history of the tab, so that the phone's own
// Back is the step before. Each step back leaves its entry, so that there are never
// more of them than steps. show shows a step; while stays() is true, Back stays.
window.stepEntries = function (guarded, show, stays) {
  'use strict'
  var number = history.state ? history.state.entries : 0 // of this form, before the one that is shown
  var shown = 0
  var leavesItself = false
  history.scrollRestoration = 'manual'

  function mark() {
    try { history.replaceState({ step: shown, entries: number }, '') } catch (refused) { /* as below */ }
  }

  function add() {
    try {
      history.pushState({ step: shown, entries: number + 1 }, '')
      number++
    } catch (refused) { /* then the phone's own Back leaves the questions */ }
  }

  function leave(count) {
    leavesItself = true
    history.go(-count)
  }

  window.addEventListener('popstate', guarded(function (event) {
    if (!event.state) return
    number = event.state.entries
    if (stays()) return history.forward()
    if (!leavesItself) return show(shown = event.state.step)
    leavesItself = false
    mark()
  }))

  return {
    move: function (from, to) {
      var back = Math.min(from - to, number)
      shown = to
      if (to > from) add()
      else if (back > 0) leave(back)
      else mark()
    },
    leaveAll: function () { if (number > 0) leave(number) }
  }
}
