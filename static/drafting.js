// Shows a question in the frame as it is being written. Without this a button does.
(function () {
  'use strict';

  var form = document.querySelector('form[data-shown]');
  var frame = document.querySelector('iframe.phone');
  var timer;
  var asked = 0;

  // The page stays where it is scrolled to, and the way back is not full of what was typed. Its style sheet
  // stays too: that of another document is refused.
  function show(html) {
    var shown = new DOMParser().parseFromString(html.replace(/<(style|script)[^]*?<\/\1>/g, ''), 'text/html');
    var now = frame.contentDocument;
    var scrolled;
    now.documentElement.lang = shown.documentElement.lang;
    now.documentElement.dir = shown.documentElement.dir;
    scrolled = now.documentElement.scrollTop;
    now.body.replaceWith(now.adoptNode(shown.body));
    now.documentElement.scrollTop = scrolled;
  }

  function ask() {
    var request = new XMLHttpRequest();
    var mine = (asked += 1);
    request.open('POST', form.getAttribute('data-shown'));
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = function () {
      if (mine === asked && request.status === 200) { show(request.responseText); }
    };
    request.send(new URLSearchParams(new FormData(form)).toString());
  }

  if (!form || !frame) { return; }
  form.addEventListener('input', function () {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
}());
