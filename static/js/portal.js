// Makes pages quicker to use. Every page works without it.
import { ExitThisPage, initAll } from './govuk-frontend.min.js'

const isTouch = window.matchMedia('(pointer: coarse)').matches

// The keyboard shortcut of "Exit this page" listens to Shift, which people also type with:
// the phone's own keyboard presses it for capitals. So it is off there and while typing.
document.addEventListener(
  'keydown',
  (event) => {
    const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]')
    if (event.key === 'Shift' && (isTouch || isTyping)) event.stopImmediatePropagation()
  },
  true
)

initAll()

if (document.querySelector('[data-module^="moj-"]')) {
  import('./moj-frontend.min.js').then((moj) => moj.initAll())
}

export { ExitThisPage }
