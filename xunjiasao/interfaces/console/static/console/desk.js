// The desks work without this file. With it, a record opens beside its list without losing the place.
(() => {
  const $ = (selector) => document.querySelector(selector)
  const TOAST_MS = 10_000, NARROW = matchMedia('(max-width: 60rem)')
  let list = '', record = ''

  function settle() {
    const drawer = $('#drawer'), shown = drawer?.dataset.record ?? '', here = $('#main')?.dataset.list ?? ''
    if (list && here !== list) scrollTo(0, 0)
    if (shown && shown !== record) {
      drawer.scrollTop = 0
      drawer.querySelector('h2').focus({ preventScroll: true })
      if (NARROW.matches) scrollTo(0, 0)
    } else if (!shown && record) {
      $(`[data-row="${record}"]`)?.focus()
    }
    list = here
    record = shown
    const ask = $('dialog[data-ask]')
    if (ask && !ask.matches(':modal')) {
      ask.removeAttribute('open')
      ask.showModal()
    }
    const toast = $('.toast')
    if (toast) setTimeout(() => toast.remove(), TOAST_MS)
  }

  document.addEventListener('DOMContentLoaded', () => {
    record = $('#drawer')?.dataset.record ?? ''
    settle()
  })
  document.addEventListener('htmx:after:swap', settle)

  // Nobody looks: nothing is asked. Signed out meanwhile: the whole page goes to the sign-in.
  document.addEventListener('htmx:config:request', (event) => {
    if (event.target.id === 'pulse' && document.hidden) event.preventDefault()
  })
  document.addEventListener('htmx:before:response', (event) => {
    const { raw } = event.detail.ctx.response
    if (raw.redirected && new URL(raw.url).pathname === '/desk/sign-in') {
      event.preventDefault()
      location.href = raw.url
    }
  })

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !$('dialog:modal')) $('#drawer [data-close]')?.click()
  })
  document.addEventListener('cancel', (event) => {
    event.preventDefault()
    event.target.querySelector('[data-keep]')?.click()
  }, true)
})()
