(function () {
  var button = document.querySelector('.bar button')
  button.hidden = false
  button.onclick = function () { print() }
})()
