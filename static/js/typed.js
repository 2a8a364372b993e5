// Keeps what is being typed, a few seconds after the last key, so that a session that ends takes nothing with it.
// The page says where: [data-app-typed]. Nothing is kept in the browser.
const PAUSE = 3000 // milliseconds
const LONGEST = 20_000 // for whoever writes without a pause, and between two tries where the line is down
const LEFT_OUT = ['hidden', 'password', 'file', 'submit', 'button', 'reset', 'image']

const address = document.querySelector('[data-app-typed]').dataset.appTyped
const BOXES = ['textarea', ...['text', 'email', 'tel', 'url', 'number'].map((type) => `input[type="${type}"]`)]
const boxes = BOXES.map((box) => `main form[method="post"] ${box}:not([readonly], [name="code"])`)
const form = (document.querySelector(boxes[0]) ?? document.querySelector(boxes.join()))?.form ?? document.querySelector('#report-form')
let timer, sending, kept, since
// What was changed on this page: the rest may be newer elsewhere by the time somebody comes back.
const touched = new Set()
let isChanged = false
let isOver = false

// The three boxes of a date are one question: day_0, day_1, day_2.
const question = (name) => name.replace(/_\d+$/, '')

const typed = () => {
  const body = new URLSearchParams([['typed_page', location.pathname]])
  for (const field of form.elements) {
    if (!touched.has(question(field.name)) || LEFT_OUT.includes(field.type)) continue
    const isChoice = field.type === 'checkbox' || field.type === 'radio'
    if (!isChoice || field.checked) body.append(field.name, field.value)
    else if (!form.querySelector(`[name="${field.name}"]:checked`)) body.set(field.name, '')
  }
  body.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value)
  return body
}

// Somebody who goes on writing must know that no more of it is kept.
const say = () => {
  isOver = true
  const line = document.createElement('p')
  line.className = 'govuk-inset-text'
  line.setAttribute('role', 'alert')
  line.textContent = kept
    ? `You are no longer signed in here. What you typed until ${kept} is kept. Copy what you typed after that before you go on.`
    : 'You are no longer signed in here. Copy what you typed before you go on.'
  form.before(line)
}

const send = async (isLast = false) => {
  clearTimeout(timer)
  if (!isChanged || isOver) return
  isChanged = false
  sending = isLast ? undefined : new AbortController()
  try {
    const options = { method: 'POST', body: typed(), redirect: 'manual', keepalive: isLast, signal: sending?.signal }
    const answer = await fetch(address, options)
    if (answer.status === 204) kept = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    else if (answer.type === 'opaqueredirect' || answer.status === 403) say()
    else throw new Error(answer.status)
  } catch {
    if (isOver) return
    isChanged = true
    timer = setTimeout(send, LONGEST)
  }
}

if (form) {
  const wait = (field) => {
    touched.add(question(field.name))
    if (!isChanged) since = Date.now()
    isChanged = true
    clearTimeout(timer)
    timer = setTimeout(send, Date.now() - since < LONGEST ? PAUSE : 0)
  }
  form.addEventListener('input', (event) => wait(event.target))
  // Typed before this ran.
  for (const box of form.querySelectorAll(BOXES.join())) if (box.value !== box.defaultValue) wait(box)
  // What is sent is kept by what it is sent to.
  form.addEventListener('submit', () => {
    isOver = true
    clearTimeout(timer)
    sending?.abort()
  })
  document.addEventListener('visibilitychange', () => document.hidden && send(true))
}
