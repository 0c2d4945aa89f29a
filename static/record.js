// Records the texts of a language one after the other. The page has all that wait to be read, so
// that somebody can go on where the network does not reach.
(function () {
  'use strict'
  var root = document.getElementById('recorder')
  if (!root || !document.documentElement.closest) return

  // The buttons of each state, the one to press next in front.
  var states = {
    ready: ['start'],
    asking: [],
    reading: ['stop'],
    working: [],
    good: ['hear', 'keep', 'again'],
    heard: ['keep', 'hear', 'again'],
    poor: ['again', 'hear', 'keep'],
    useless: ['again'],
    over: []
  }
  var shortest = 0.2 // seconds; what the service takes
  var item = document.querySelector('#texts [data-now]')
  var left = JSON.parse(document.getElementById('texts').dataset.left) // bytes, by question
  var perSecond = Number(root.dataset.second) // bytes
  var take = null // what is being recorded: {parts, microphone}
  var clip = null // what was recorded: a Uint8Array
  var player = new Audio()

  function get(id) { return document.getElementById(id) }

  // say tells how it is, in words that the page has.
  function say(word) {
    var text = word && root.querySelector('[data-word=' + word + ']').textContent
    if (get('say').textContent !== text) get('say').textContent = text
  }

  // enter shows a state, and leaves the focus at the button to press next.
  function enter(state, word) {
    root.dataset.state = state
    root.querySelectorAll('#buttons button').forEach(function (button) {
      var at = states[state].indexOf(button.id)
      button.hidden = at < 0
      button.classList.toggle('secondary', at > 0)
      if (at === 0) button.focus()
    })
    say(word || '')
    if (state !== 'reading') showLevel(0)
  }

  // room returns how many bytes the clip of a text may have.
  function room(of) {
    var rooms = questions(of).map(function (id) { return left[id] })
    return Math.max(0, Math.min.apply(null, rooms) + Number(of.dataset.size))
  }

  function questions(of) { return of.dataset.questions.split(' ') }

  function seconds() { return Math.floor(room(item) / perSecond) }

  // Recording.

  function start() {
    var mine = take = { parts: [], length: 0, stopping: false }
    clip = null
    player.pause()
    enter('asking')
    window.microphone.open(function (part) { if (take === mine) hear(mine, part) }, function () { if (take === mine) fail('interrupted') })
      .then(function (microphone) {
        mine.microphone = microphone
        if (take !== mine) return microphone.close()
        setTimeout(function () { if (take === mine && !mine.length) fail('none') }, 5000)
      }, function (why) {
        if (take === mine) fail(why.name === 'NotAllowedError' ? 'denied' : 'none')
      })
  }

  function hear(mine, part) {
    if (!mine.microphone) return
    if (root.dataset.state === 'asking') enter('reading', 'read')
    mine.parts.push(part)
    mine.length += part.length
    showLevel(window.sound.level(part, 0, part.length))
    get('time').textContent = Math.floor(mine.length / mine.microphone.rate)
    // Silence at both ends is taken off.
    if (mine.stopping || mine.length / mine.microphone.rate > seconds() + 4) finish(mine)
  }

  // stop waits for the portion that has the last word in it.
  function stop() {
    var mine = take
    mine.stopping = true
    setTimeout(function () { if (take === mine) finish(mine) }, 400)
  }

  function finish(mine) {
    take = null
    mine.microphone.close()
    var samples = new Float32Array(mine.length)
    mine.parts.reduce(function (at, part) {
      samples.set(part, at)
      return at + part.length
    }, 0)
    var wrong = window.sound.judge(samples, mine.microphone.rate)
    if (wrong === 'silent') return enter('useless', wrong)
    enter('working', 'working')
    window.sound.toMP3(samples, mine.microphone.rate, function (mp3) {
      if (root.dataset.state !== 'working') return // left meanwhile
      clip = mp3
      get('time').textContent = Math.ceil(mp3.length / perSecond)
      if (mp3.length > room(item)) return enter('useless', 'long')
      if (mp3.length < shortest * perSecond) return enter('useless', 'silent')
      enter(wrong ? 'poor' : 'good', wrong || 'good')
    })
  }

  function fail(word) {
    if (take.microphone) take.microphone.close()
    take = null
    enter('ready', word)
  }

  // showLevel shows how loud it is: nothing at -60 dB, everything at full scale.
  function showLevel(level) {
    var share = level ? Math.max(0, 1 + Math.log(level) / Math.LN10 / 3) : 0
    get('level').firstElementChild.style.width = 100 * share + '%'
    root.dataset.level = share < 0.35 ? 'low' : share > 0.93 ? 'high' : 'good'
  }

  // What was recorded.

  // Not by the microphone's own context: iPhones that ring silently play nothing from there.
  function hearAgain() {
    player.pause()
    URL.revokeObjectURL(player.src)
    player.src = URL.createObjectURL(new Blob([clip], { type: 'audio/mpeg' }))
    var started = player.play()
    if (started) started.then(null, function () { /* stopped before it began */ })
  }

  function heard() { if (root.dataset.state === 'good') enter('heard') }

  function keep() {
    player.pause()
    window.outbox.put(item.dataset.address, clip, item.dataset.text)
    questions(item).forEach(function (id) { left[id] += Number(item.dataset.size) - clip.length })
    item.dataset.size = clip.length
    clip = null
    next()
  }

  // isOpen reports whether nobody has recorded a text, here or elsewhere.
  function isOpen(of) { return 'open' in of.dataset && !window.outbox.took(of.dataset.address) }

  // next goes on with the first text that is not recorded: those that follow, then those before.
  function next() {
    var all = [].slice.call(document.querySelectorAll('#texts > li'))
    var at = all.indexOf(item)
    var following = all.slice(at + 1).concat(all.slice(0, at)).filter(isOpen)[0]
    if (!following) {
      get('now').hidden = true
      return enter('over', 'over')
    }
    item = following
    history.replaceState(null, '', item.dataset.page)
    var now = get('now')
    var lines = ['about', 'text', 'source']
    lines.forEach(function (what) {
      var line = now.querySelector('.' + what)
      if (line) line.textContent = item.dataset[what]
    })
    if (get('recorded')) get('recorded').hidden = true
    enter('ready')
    showItem()
    now.querySelector('.text').focus()
  }

  function showItem() {
    get('left').textContent = seconds()
    get('time').textContent = 0
    get('open').textContent = [].filter.call(document.querySelectorAll('#texts > li'), isOpen).length
  }

  if (!window.microphone.can || !window.outbox) {
    root.hidden = false
    return enter('over', 'old')
  }
  get('start').addEventListener('click', start)
  get('again').addEventListener('click', start)
  get('stop').addEventListener('click', stop)
  get('hear').addEventListener('click', hearAgain)
  get('keep').addEventListener('click', keep)
  player.addEventListener('ended', heard)
  // A phone gives no sound to a page that is not seen.
  document.addEventListener('visibilitychange', function () { if (document.hidden && take) fail('interrupted') })
  window.addEventListener('pagehide', function () { if (take) fail('interrupted') })
  root.hidden = false
  showItem()
  window.outbox.whenRead(function () {
    if (root.dataset.state === 'ready' && window.outbox.took(item.dataset.address)) next()
  })
})()
