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
})

/** The sentence of a key in the user's language; `{holes}` are filled from `facts`. */
export function t(key: string, facts: Record<string, unknown> = {}): string {
  return i18n.global.t(key, facts)
}
