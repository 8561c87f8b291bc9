import { isEnglish } from './time'

/** "8:30–17:30" stays on one line. */
export const whole = (hours: string) => hours.replace(/–/g, '\u2060–\u2060')

const words = typeof Intl !== 'undefined' && 'Segmenter' in Intl ? new Intl.Segmenter('zh', { granularity: 'word' }) : null

/** A name as long as a tile is wide stays as it is. */
const FITS = 5

/** Marks where a long name may part in a narrow place: 产后上门护理 between its words. As it is where nobody knows the words. */
export function parted(name: string): string {
  if (!words || isEnglish() || name.length <= FITS) return name
  return Array.from(words.segment(name), (each) => each.segment).join('\u200b')
}

/** Sets sentences one behind the other: English parts them by a space, Chinese by nothing. */
export function together(...sentences: string[]): string {
  return sentences.filter(Boolean).join(isEnglish() ? ' ' : '')
}
