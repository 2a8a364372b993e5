// Runs before the page is drawn, so that menus fold without a jump. Without it everything stands open.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
