import { isEnglish } from './time'

/** "8:30–17:30" stays on one line. */
export const whole = (hours: string) => hours.replace(/–/g, '\u2060–\u2060')

/** Sets sentences one behind the other: English parts them by a space, Chinese by nothing. */
export function together(...sentences: string[]): string {
  return sentences.filter(Boolean).join(isEnglish() ? ' ' : '')
}
