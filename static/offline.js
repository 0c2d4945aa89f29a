// The pages of the steward's own computer work without this. With it the meter says how strong a
// passphrase is while it is typed.
(function () {
  'use strict'

  var form = document.querySelector('form[data-strength]')
  var levels = ['weak', 'fair', 'enough', 'strong']
  if (form) {
    form.querySelectorAll('.passphrase').forEach(watch)
    var second = form.querySelector('.second')
    if (second) {
      form.addEventListener('change', showSecond)
      showSecond()
    }
  }

  // The second passphrase is for a key that is split.
  function showSecond () {
    second.hidden = !form.querySelector('#split').checked
  }

  function watch (fieldset) {
    var input = fieldset.querySelector('input')
    var line = fieldset.querySelector('.strength')
    var asked = 0
    input.addEventListener('input', function () {
      var mine = ++asked
      setTimeout(function () { if (mine === asked) ask(mine) }, 200)
    })

    function ask (mine) {
      if (!input.value) return line.classList.remove('on')
      var body = new URLSearchParams()
      body.set('passphrase', input.value)
      var name = form.querySelector('#name')
      if (name) body.set('name', name.value)
      fetch(form.dataset.strength, { method: 'POST', body: body, credentials: 'same-origin' })
        .then(function (answer) { return answer.json() })
        .then(function (said) {
          if (mine !== asked) return
          line.querySelector('meter').value = levels.indexOf(said.strength) + 1
          line.querySelector('span').textContent = said.words
          line.classList.add('on')
        }, function () { line.classList.remove('on') })
    }
  }
})()
