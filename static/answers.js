// Keeps the answers of a form for this tab only, so that a reload or another
// language loses nothing; they are removed when the server has received them.
window.keepAnswers = function (form) {
  'use strict'
  var name = 'answers ' + location.pathname.replace(/\/[^/]*$/, '')
  var anyCard = name.replace(/\/[A-Z2-7]{26}$/, '') // where answers wait for a new card of the session

  function boxes() { return form.querySelectorAll('fieldset input') }

  // write saves what is chosen, with the state of the form beside it.
  function write(name, state) {
    state.answers = []
    boxes().forEach(function (box) { if (box.checked) state.answers.push(box.name + '=' + box.value) })
    try { sessionStorage.setItem(name, JSON.stringify(state)) } catch (full) {
      // The page itself still holds the answers.
    }
  }

  return {
    name: name,
    save: function (state) { write(name, state) },

    // restore chooses what was kept, and returns the state that was saved with it, or null.
    restore: function () {
      var saved = null
      try {
        saved = JSON.parse(sessionStorage.getItem(name) || sessionStorage.getItem(anyCard))
        sessionStorage.removeItem(anyCard)
      } catch (broken) { saved = null }
      if (!saved) return null
      boxes().forEach(function (box) { box.checked = saved.answers.indexOf(box.name + '=' + box.value) >= 0 })
      return saved
    },

    // keepForNewCard lets the answers wait in this tab, because their card was used before.
    keepForNewCard: function (state) {
      write(anyCard, state)
      try { if (anyCard !== name) sessionStorage.removeItem(name) } catch (denied) {
        // Then nothing was saved.
      }
    },

    forget: function () {
      try { sessionStorage.removeItem(name) } catch (denied) {
        // Then nothing was saved either.
      }
      form.reset()
      boxes().forEach(function (box) { box.checked = false })
    }
  }
}
