import { isEnglish } from './time'

/** "2 小时", "2 hours", "90 m²": English counts with an s, signs don't. */
export function amount(n: number, unit: string): string {
  return `${n} ${unit}${isEnglish() && n !== 1 && /^[a-z][a-z ]*$/i.test(unit) && !unit.endsWith('s') ? 's' : ''}`
}
