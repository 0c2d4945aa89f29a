// Says what is wrong with words while they are written. The server has the rules, and asks them again
// when the words are sent.
(function () {
  'use strict';

  function watch(form) {
    var faults = form.querySelector('.faults');
    var own = form.querySelector('input[value=own]');
    var timer;
    var asked = 0;

    function say(kind, texts) {
      texts.forEach(function (text) {
        var line = document.createElement('p');
        line.className = kind;
        line.textContent = text;
        faults.appendChild(line);
      });
    }

    function written() {
      return Array.prototype.map.call(form.querySelectorAll('textarea'), function (field) {
        return encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value);
      }).join('&');
    }

    function ask() {
      var request = new XMLHttpRequest();
      var mine = (asked += 1);
      request.open('POST', form.getAttribute('data-check'));
      request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
      request.setRequestHeader('Accept', 'application/json');
      request.onload = function () {
        var answer;
        if (mine !== asked || request.status !== 200) { return; }
        answer = JSON.parse(request.responseText);
        faults.textContent = '';
        say('error', answer.faults);
        say('advice', answer.advice);
      };
      request.send(written());
    }

    form.addEventListener('input', function (event) {
      if (event.target.tagName !== 'TEXTAREA') { return; }
      if (own) { own.checked = true; }
      clearTimeout(timer);
      timer = setTimeout(ask, 400);
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll('form[data-check]'), watch);
}());
