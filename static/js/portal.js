// Makes pages quicker to use. Every page works without it.
import { initAll } from './govuk-frontend.min.js'

initAll()

if (document.querySelector('[data-module^="moj-"]')) {
  import('./moj-frontend.min.js').then((moj) => moj.initAll())
}

if (document.querySelector('[data-app-typed]')) import('./typed.js')

// Three presses of Shift press "Exit this page", but not while typing, when Shift means a capital,
// nor on a touch screen, whose keyboard presses it by itself.
const exit = document.querySelector('[data-app-exit]')
if (exit && !window.matchMedia('(pointer: coarse)').matches) {
  let presses = 0
  document.addEventListener('keyup', (event) => {
    const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]')
    presses = event.key === 'Shift' && !isTyping ? presses + 1 : 0
    // On a page with a question the button sends what was typed, so that it is kept.
    if (presses === 3) exit.matches('form') ? exit.requestSubmit() : exit.click()
  })
}

// On a phone the filters fold away, so that the results come first.
const filter = document.querySelector('[data-app-filter]')
if (filter && window.matchMedia('(max-width: 59.99em)').matches) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'govuk-button govuk-button--secondary'
  const show = (isOpen) => {
    filter.hidden = !isOpen
    button.textContent = isOpen ? 'Hide filters' : 'Show filters'
    button.setAttribute('aria-expanded', String(isOpen))
  }
  button.addEventListener('click', () => show(filter.hidden))
  filter.before(button)
  show(false)
}

// A button that says what pressing it will do, once a choice is made.
for (const button of document.querySelectorAll('[data-follows]')) {
  const choices = document.querySelectorAll(`[name="${button.dataset.follows}"]`)
  const say = () => {
    const chosen = [...choices].find((choice) => choice.checked)
    if (chosen) button.textContent = button.dataset[chosen.value] ?? button.dataset.other
  }
  choices.forEach((choice) => choice.addEventListener('change', say))
  say()
}

// A button that copies what it names: a link, a text or what a box holds; where copying is not possible it stays away.
for (const button of document.querySelectorAll('[data-app-copy]')) {
  const from = document.querySelector(button.dataset.appCopy)
  if (!from || !navigator.clipboard) continue
  const says = button.textContent
  button.hidden = false
  button.setAttribute('aria-live', 'polite')
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(from.value ?? from.href ?? from.textContent)
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = says), 2000)
  })
}
