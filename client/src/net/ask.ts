import { platform } from '@/platform'
import { i18n } from '@/locale'
import { Offline, Problem } from './problem'

export type Query = Record<string, string | number | boolean | null | undefined>
export interface Extras {
  query?: Query
  body?: unknown
  /** Idempotency-Key: the same key and body get the first result again. */
  key?: string
  /** What `onEtag` heard: with it, an unchanged thing answers `null`. */
  etag?: string
  /** Hears the ETag of the answer. */
  onEtag?: (etag: string) => void
}

let token = ''
let onLostSession: () => void = () => {}

/** Sets whose calls these are; '' is nobody. */
export function signAs(bearer: string): void { token = bearer }
/** Sets what happens when the server no longer knows the session. */
export function whenSessionLost(heard: () => void): void { onLostSession = heard }

function address(path: string, query: Query = {}): string {
  const pairs = Object.entries(query)
    .filter(([, v]) => v !== undefined && v !== null && v !== '')
    .map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(String(v))}`)
  return platform.origin + path + (pairs.length ? '?' + pairs.join('&') : '')
}

/** How long a limit asks to wait: its facts say it in seconds or minutes, the header in seconds. */
function wait_s(facts: Record<string, unknown>, header: string | undefined): number {
  const said = Number(facts.seconds) || Number(facts.minutes) * 60 || Number(header)
  return said > 0 ? Math.ceil(said) : 0
}

function problem(status: number, text: string, headers: Record<string, string>): Problem {
  let said: Record<string, unknown> = {}
  try { said = JSON.parse(text) as Record<string, unknown> } catch { /* a proxy's page: its words are not for the user */ }
  const { code, detail, title, fields, type: _type, status: _status, ...facts } = said
  return new Problem(
    status,
    String(code || status),
    String(detail || title || i18n.global.t('error.other')),
    (fields as Record<string, string>) || {},
    facts,
    wait_s(facts, headers['retry-after']),
  )
}

/** Calls the API once and gives the decoded answer; throws `Problem` or `Offline`. */
export async function ask<T>(method: string, path: string, extras: Extras = {}): Promise<T> {
  const language = i18n.global.locale.value
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language }
  if (token) headers.authorization = `Bearer ${token}`
  if (extras.key) headers['idempotency-key'] = extras.key
  // A tag counts only in the language it came in: in another the sentences differ.
  if (extras.etag?.startsWith(language + ' ')) headers['if-none-match'] = extras.etag.slice(language.length + 1)
  let body: string | undefined
  if (extras.body !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(extras.body)
  }
  let r
  try {
    r = await platform.request({ method, url: address(path, extras.query), headers, body })
  } catch {
    throw new Offline()
  }
  if (r.status === 304) return null as T
  if (r.status >= 502 && r.status <= 504) throw new Offline()
  if (r.status >= 400) {
    if (r.status === 401 && token && headers.authorization === `Bearer ${token}`) onLostSession()
    throw problem(r.status, r.text, r.headers)
  }
  if (r.headers.etag) extras.onEtag?.(language + ' ' + r.headers.etag)
  return (r.text ? JSON.parse(r.text) : undefined) as T
}
