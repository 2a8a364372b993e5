// Makes pages quicker to use. Every page works without it.
import { initAll } from './govuk-frontend.min.js'

initAll()

if (document.querySelector('[data-module^="moj-"]')) {
  import('./moj-frontend.min.js').then((moj) => moj.initAll())
}

// Three presses of Shift press "Exit this page", but not while typing, when Shift means a capital,
// nor on a touch screen, whose keyboard presses it by itself.
const exit = document.querySelector('[data-app-exit]')
if (exit && !window.matchMedia('(pointer: coarse)').matches) {
  let presses = 0
  document.addEventListener('keyup', (event) => {
    const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]')
    presses = event.key === 'Shift' && !isTyping ? presses + 1 : 0
    if (presses === 3) exit.requestSubmit()
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
