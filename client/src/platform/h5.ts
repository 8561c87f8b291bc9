import { nextTick } from 'vue'
import type { Platform } from './types'

const TIMEOUT_MS = 15_000
/** How long the first page has the network for itself. */
const SETTLE_MS = 3_000

/** uni-app's table of the pages. */
declare const __uniRoutes: { loader?: () => Promise<unknown> }[]

/** Fetches the code of all pages, one after the other, so that a page opens where the net is gone. */
async function fetchAhead(): Promise<void> {
  if ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return
  for (const route of __uniRoutes) {
    try { await route.loader?.() } catch { addEventListener('online', () => { void fetchAhead() }, { once: true }); return }
  }
}

/**
 * Whether the address was typed or pasted over ours, or stood there before that: the router gave it no page of its own, and
 * the page that this life of the app began with was asked for something else. A page reads its address once, when it opens, so
 * the app has to start anew, which also leads home from an address that leads nowhere.
 */
function isForeign(state: { __id__?: number } | null): boolean {
  if (state?.__id__) return false
  const first = getCurrentPages()[0] as { $page?: { fullPath: string } } | undefined
  return plain(location.hash.slice(1)) !== plain(first?.$page?.fullPath || '')
}
function plain(path: string): string {
  const to = /^\/?($|\?)/.test(path) ? '/pages/home/index' + path.replace('/', '') : path
  try { return decodeURIComponent(to) } catch { return to }
}

export const platform: Platform = {
  name: 'h5',
  origin: '',
  onLaunch() {
    setTimeout(() => { void fetchAhead() }, SETTLE_MS)
    addEventListener('popstate', (e) => { if (isForeign(e.state as { __id__?: number } | null)) location.reload() })
  },
  async request({ method, url, headers, body }) {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS)
    try {
      const r = await fetch(url, { method, headers, body, signal: stop.signal, cache: 'no-store', credentials: 'omit' })
      return { status: r.status, headers: Object.fromEntries(r.headers.entries()), text: await r.text() }
    } finally {
      clearTimeout(timer)
    }
  },
  loginCode: async () => null,
  call(phone) { location.href = `tel:${phone}` },
  language: () => (/^zh/i.test(navigator.language) ? 'zh-Hans' : 'en'),
  dress({ language, elder }) {
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
    document.documentElement.classList.toggle('elder', elder)
  },
  title(text) { document.title = text },
  showFault() { void nextTick(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()) },
  onVisible(heard) {
    const listen = () => heard(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', listen)
    addEventListener('online', listen)
    return () => { document.removeEventListener('visibilitychange', listen); removeEventListener('online', listen) }
  },
  uuid: () => (crypto.randomUUID ? crypto.randomUUID() : fallback()),
}

/** `randomUUID` exists only on https and localhost; a demo in a local network has neither. */
function fallback(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6] & 0x0f) | 0x40
  b[8] = (b[8] & 0x3f) | 0x80
  const h = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join('-')
}
