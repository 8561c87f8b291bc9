import { isEnglish } from './time'

/** Sets sentences one behind the other: English parts them by a space, Chinese by nothing. */
export function together(...sentences: string[]): string {
  return sentences.filter(Boolean).join(isEnglish() ? ' ' : '')
}
