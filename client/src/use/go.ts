import { platform } from '@/platform'

/** Opens a page above this one. */
export function go(url: string): void { uni.navigateTo({ url }) }
/** Opens a page in place of this one. */
export function swap(url: string): void { uni.redirectTo({ url }) }
/** Opens a first page: the tabs. */
export function open(url: string): void { uni.reLaunch({ url }) }
/** Goes back, or to `home` when the page was opened by itself. */
export function back(home = '/pages/home/index'): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else open(home)
}
/** Signing in takes the place of a page that only a user sees, so that the way back never ends there; then `to` is opened. */
export function signInFirst(to: string): void { swap('/pages/signin/index?to=' + encodeURIComponent(to)) }
/** Sends the user to sign in and then back to `to`. */
export function toSignIn(to: string): void { go('/pages/signin/index?to=' + encodeURIComponent(to)) }
let word = ''
/** Leaves a sentence for the page that opens next. */
export function tellNext(says: string): void { word = says }
/** What the page before left to say, once: a reload doesn't say it again. */
export function hear(): string { const said = word; word = ''; return said }
export function call(phone: string): void { platform.call(phone) }
/** What a page was asked for in its address. */
export function asked(query: Record<string, string | undefined> | undefined, name: string): string {
  const raw = query?.[name]
  if (!raw) return ''
  try { return decodeURIComponent(raw) } catch { return raw }
}
