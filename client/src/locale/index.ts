import { createI18n } from 'vue-i18n'
import zhHans from './zh-Hans.json'
import en from './en.json'

export type Language = 'zh-Hans' | 'en'

export const i18n = createI18n({
  legacy: false,
  globalInjection: true,
  locale: 'zh-Hans',
  fallbackLocale: 'zh-Hans',
  messages: { 'zh-Hans': zhHans, en },
  // An English day within a sentence is small: "given today". Chinese stands off from figures: "周四 9:00 的", whichever of the two was filled in.
  postTranslation: (said) => (typeof said === 'string' ? said.replace(/([\u4e00-\u9fff])(?=\d)/g, '$1 ').replace(/(\d)(?=[\u4e00-\u9fff])/g, '$1 ').replace(/([a-z,:] )(Today|Tomorrow|Yesterday)(?= \d)/g, (_, before: string, day: string) => before + day.toLowerCase()) : said),
})

/** The sentence of a key in the user's language; `{holes}` are filled from `facts`. */
export function t(key: string, facts: Record<string, unknown> = {}): string {
  return i18n.global.t(key, facts)
}

/** The sentence of a key that counts: English says one thing for 1 (`keyOne`) and another for the rest. */
export function tn(key: string, n: number): string {
  return t(n === 1 ? key + 'One' : key, { n })
}
