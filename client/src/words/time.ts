import { i18n, t } from '@/locale'

const CITY_OFFSET_MIN = 8 * 60
const MIN_MS = 60_000
const DAY_MS = 86_400_000

/** The wall clock of the city at this instant, read through UTC getters. */
function wall(at: string | number): Date {
  return new Date((typeof at === 'number' ? at : Date.parse(at)) + CITY_OFFSET_MIN * MIN_MS)
}
const two = (n: number) => String(n).padStart(2, '0')

/** "2026-11-24", the city's date of this instant. */
export function dateOf(at: string | number): string {
  const d = wall(at)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}
/** "2026-11-24" and 3 → "2026-11-27". */
export function addDays(on: string, days: number): string {
  return new Date(Date.parse(on + 'T00:00:00Z') + days * DAY_MS).toISOString().slice(0, 10)
}
/** "2026-11-24" and "9:00" → the instant in ISO 8601 with the city's offset. */
export function instant(on: string, clock: string): string {
  return `${on}T${clock.padStart(5, '0')}:00+08:00`
}
/** "9:00". */
export function clockOf(at: string | number): string {
  const d = wall(at)
  return `${d.getUTCHours()}:${two(d.getUTCMinutes())}`
}
export function hourOf(at: string): number {
  return wall(at).getUTCHours()
}
/** "周四" / "Thu". */
export function weekday(on: string): string {
  return t('time.week').split(' ')[new Date(on + 'T00:00:00Z').getUTCDay()]
}
/** "11 月 24 日" / "24 Nov". */
export function monthDay(on: string): string {
  const [, m, d] = on.split('-').map(Number)
  return t('time.monthDay', { m, d, mon: t('time.months').split(' ')[m - 1] })
}
/** "今天", "明天", "周四" within six days, else "11 月 24 日". */
export function dayWord(on: string, now = Date.now()): string {
  const ahead = Math.round((Date.parse(on) - Date.parse(dateOf(now))) / DAY_MS)
  if (ahead === 0) return t('time.today')
  if (ahead === 1) return t('time.tomorrow')
  if (ahead === -1) return t('time.yesterday')
  if (ahead > 1 && ahead < 7) return weekday(on)
  return monthDay(on)
}
/** "周四 9:00". */
export function when(at: string): string {
  return `${dayWord(dateOf(at))} ${clockOf(at)}`
}
/** "周四 9:00–11:00". */
export function span(from: string, to: string): string {
  return `${when(from)}–${clockOf(to)}`
}
/** "2 小时", "1.5 小时", "40 分钟". */
export function lasts(minutes: number): string {
  if (minutes < 60) return t('time.minutes', { n: minutes })
  const hours = Math.round(minutes / 6) / 10
  return t(hours === 1 ? 'time.hour' : 'time.hours', { n: hours })
}
/** "刚刚", "5 分钟前", else day and clock. */
export function ago(at: string, now = Date.now()): string {
  const min = Math.floor((now - Date.parse(at)) / MIN_MS)
  if (min < 1) return t('time.justNow')
  if (min < 60) return t(min === 1 ? 'time.minuteAgo' : 'time.minutesAgo', { n: min })
  return when(at)
}
/** Full date for a paper: "2026 年 11 月 24 日". */
export function fullDate(on: string): string {
  return t('time.fullDate', { y: on.slice(0, 4), md: monthDay(on) })
}
export function daysUntil(on: string, now = Date.now()): number {
  return Math.round((Date.parse(on) - Date.parse(dateOf(now))) / DAY_MS)
}
/** Sorts visits, the soonest first. */
export const sooner = (a: { starts_at: string }, b: { starts_at: string }) => Date.parse(a.starts_at) - Date.parse(b.starts_at)
export const isEnglish = () => i18n.global.locale.value === 'en'
