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
/** Sends the user to sign in and then back to `to`. */
export function toSignIn(to: string): void { go('/pages/signin/index?to=' + encodeURIComponent(to)) }
export function call(phone: string): void { platform.call(phone) }
/** What a page was asked for in its address. */
export function asked(query: Record<string, string | undefined> | undefined, name: string): string {
  const raw = query?.[name]
  if (!raw) return ''
  try { return decodeURIComponent(raw) } catch { return raw }
}
