// Moves the progress of long work by itself, and loads the page anew when it has ended. Without this a
// link does.
(function () {
  'use strict'

  var progress = document.getElementById('progress')
  if (progress) setTimeout(look, 500)

  function look () {
    fetch(progress.dataset.progress, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then(function (answer) { return answer.json() })
      .then(function (so) {
        if (so.stage !== 'working') return location.reload()
        progress.querySelector('progress').value = so.percent
        progress.querySelector('.said').textContent = so.words
        progress.querySelector('.left').textContent = so.left || ''
        setTimeout(look, 1000)
      }, function () { setTimeout(look, 3000) })
  }
})()
