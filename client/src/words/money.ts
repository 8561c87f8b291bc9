import { t } from '@/locale'

/** 7000 → "70 元"; 7050 → "70.50 元". */
export function yuan(fen: number): string {
  return t('money.yuan', { n: fen % 100 ? (fen / 100).toFixed(2) : String(fen / 100) })
}
/** 7000 → "70.00 元", for the lines of a price. */
export function yuanExact(fen: number): string {
  return t('money.yuan', { n: (Math.abs(fen) / 100).toFixed(2) }).replace(/^/, fen < 0 ? '−' : '')
}
/** 4870 → "4.9". */
export function stars(milli: number): string {
  return (Math.round(milli / 100) / 10).toFixed(1)
}
