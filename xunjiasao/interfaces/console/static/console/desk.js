// The desks work without this file. With it, a record opens beside its list without losing the place, and a lost
// connection says so. Every word comes from the page.
(() => {
  const $ = (selector) => document.querySelector(selector)
  const TOAST_MS = 10_000, MOST_SILENT = 2, NARROW = matchMedia('(max-width: 60rem)')
  const LOOSE = new Set([null, document.body, document.documentElement])
  let list = '', record = '', opener = '', unanswered = 0, pressed = null

  // A morph keeps what was typed and ticked where it stood before: what the answer says is what stands.
  function settle() {
    for (const form of document.querySelectorAll('#main form')) form.reset()
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
      opener = pressed?.href ?? ''
      ask.removeAttribute('open')
      ask.showModal()
    } else if (!ask && opener) {
      $(`#drawer a[href="${CSS.escape(opener)}"]`)?.focus()
      opener = ''
    }
    if (pressed?.turns) turned()
    else if (pressed && LOOSE.has(document.activeElement)) onward()
    pressed = null
    const toast = $('.toast:not(.is-lost)')
    if (toast) setTimeout(() => dismiss(toast), TOAST_MS)
  }

  // What had the focus is gone: the next act of the record has it, else the sentence that says how things stand.
  function onward() {
    const next = $('#drawer .btn-main') ?? $('#drawer h2')
    if (next) next.focus()
    else said()
  }

  function said() {
    const sentence = $('#main h1')
    if (!sentence) return
    sentence.tabIndex = -1
    sentence.focus({ preventScroll: true })
  }

  // Another page of a list is read from its top.
  function turned() {
    scrollTo(0, 0)
    said()
  }

  function dismiss(toast) {
    const held = toast.contains(document.activeElement)
    toast.remove()
    if (held) onward()
  }

  // What can't be right is gone to: the sentence on top, or the first field that has one.
  const wrong = () => $('.sheet-note,[aria-invalid=true],fieldset[aria-describedby] :is(input:not([type=hidden]),select)')?.focus()

  document.documentElement.classList.add('live')
  document.addEventListener('DOMContentLoaded', () => {
    record = $('#drawer')?.dataset.record ?? ''
    settle()
    wrong()
  })
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id === 'pulse') return
    settle()
    wrong()
  })

  // What was pressed may be another thing once the answer stands. Nobody looks: nothing is asked. Signed out meanwhile:
  // the whole page goes to the sign-in.
  document.addEventListener('htmx:config:request', (event) => {
    const source = event.detail.ctx.sourceElement
    if (source.id !== 'pulse') pressed = { href: source.getAttribute('href'), turns: /^(next|prev)$/.test(source.rel) }
    else if (document.hidden) event.preventDefault()
  })
  document.addEventListener('htmx:before:response', (event) => {
    const { raw } = event.detail.ctx.response
    if (raw.redirected && new URL(raw.url).pathname === '/desk/sign-in') {
      event.preventDefault()
      location.href = raw.url
    }
  })

  // Nobody answers, or something that isn't one of our pages does: say so, offer the same again, change nothing.
  document.addEventListener('htmx:error', ({ detail: { ctx } }) => ctx && lost(ctx))
  document.addEventListener('htmx:after:request', (event) => {
    const { ctx } = event.detail, { id } = ctx.sourceElement
    const ours = ctx.response.status === 204 || ctx.text.includes(id === 'pulse' ? 'id="pulse"' : 'id="page"')
    if (ours) return found()
    event.preventDefault()
    lost(ctx)
  })

  function lost({ sourceElement, sourceEvent }) {
    if (sourceElement.id === 'pulse') return ++unanswered >= MOST_SILENT && stale()
    const toast = copied('#lost'), button = toast.querySelector('button')
    button.addEventListener('click', () => {
      toast.remove()
      if (!sourceElement.isConnected) location.reload()
      else if (sourceElement.matches('form')) sourceElement.requestSubmit(sourceEvent?.submitter ?? null)
      else sourceElement.click()
    })
    $('.is-lost')?.remove();
    ($('dialog:modal') ?? document.body).append(toast)
  }

  function stale() {
    if ($('.stale')) return
    $('.list').prepend(copied('#stale'))
  }

  function found() {
    unanswered = 0
    for (const each of document.querySelectorAll('.is-lost,.stale')) each.remove()
  }

  const copied = (template) => $(template).content.firstElementChild.cloneNode(true)

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !$('dialog:modal')) $('#drawer [data-close]')?.click()
  })
  // What a choice brings is fetched at once; without this file the button beside it does so.
  document.addEventListener('change', ({ target }) => {
    const picked = target.type === 'file' && target.parentElement.querySelector('[data-picked]')
    if (picked && target.files.length) picked.textContent = target.files[0].name
    if (target.matches('[data-look]')) target.parentElement.querySelector('[name=look]').click()
  })
  document.addEventListener('click', ({ target }) => {
    const toast = target.closest('[data-dismiss]')?.closest('.toast')
    if (toast) dismiss(toast)
  })
  document.addEventListener('cancel', (event) => {
    event.preventDefault()
    event.target.querySelector('[data-keep]')?.click()
  }, true)
})()
