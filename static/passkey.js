// Makes a passkey, or asks for one, where the browser can. Without this file, and in browsers that
// know no passkeys, the page says what to do instead.
(function () {
  'use strict'
  var form = document.querySelector('form[data-passkey]')
  var keys = window.PublicKeyCredential
  if (!form || !keys || !navigator.credentials || !window.fetch || !window.Promise || !window.isSecureContext) return

  var making = form.dataset.passkey === 'make'
  var button = form.querySelector('button')
  var notice = form.querySelector('[role=alert]')
  var without = document.getElementById('without-passkey')

  // Binary values are base64url in JSON. Newer browsers read and write that themselves.
  function bytes(text) {
    var plain = window.atob(text.replace(/-/g, '+').replace(/_/g, '/'))
    var array = new Uint8Array(plain.length)
    for (var i = 0; i < plain.length; i++) array[i] = plain.charCodeAt(i)
    return array.buffer
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer))
    return window.btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
  }

  function withBytes(list) {
    return (list || []).map(function (item) { return { type: item.type, transports: item.transports, id: bytes(item.id) } })
  }

  function read(options) {
    var parse = making ? keys.parseCreationOptionsFromJSON : keys.parseRequestOptionsFromJSON
    if (parse) return parse.call(keys, options)
    options.challenge = bytes(options.challenge)
    options.excludeCredentials = withBytes(options.excludeCredentials)
    options.allowCredentials = withBytes(options.allowCredentials)
    if (options.user) options.user.id = bytes(options.user.id)
    return options
  }

  function write(credential) {
    if (credential.toJSON) return credential.toJSON()
    var from = credential.response
    var response = { clientDataJSON: text(from.clientDataJSON) }
    if (making) {
      response.attestationObject = text(from.attestationObject)
      response.transports = from.getTransports ? from.getTransports() : []
    } else {
      response.authenticatorData = text(from.authenticatorData)
      response.signature = text(from.signature)
      if (from.userHandle) response.userHandle = text(from.userHandle)
    }
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response, clientExtensionResults: {} }
  }

  // post sends a value as JSON and gives what came back; what was refused is an error with words.
  function post(address, value) {
    return fetch(address, {
      method: 'POST', credentials: 'same-origin', body: JSON.stringify(value),
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' }
    }).then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok) throw { words: answer.message }
        return answer
      })
    })
  }

  function run(event) {
    event.preventDefault()
    button.disabled = true
    notice.textContent = ''
    post(form.dataset.begin, {}).then(function (options) {
      var request = { publicKey: read(options) }
      return making ? navigator.credentials.create(request) : navigator.credentials.get(request)
    }).then(function (credential) {
      return post(form.dataset.finish, write(credential))
    }).then(function (answer) {
      location.assign(answer.next)
    }, function (error) {
      var known = error && error.name === 'InvalidStateError'
      notice.textContent = (error && error.words) || (known ? form.dataset.known : form.dataset.failed)
      button.disabled = false
      button.focus()
    })
  }

  form.addEventListener('submit', run)
  form.hidden = false
  if (without) without.hidden = true
})()
