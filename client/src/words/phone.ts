import { t } from '@/locale'

/** The digits of what was typed, without the country's 86. */
export const digitsOf = (text: string) => text.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '')

/** Says what a number lacks to be a mobile number or a landline with its area code; '' when nothing. */
export function phoneFault(text: string): string {
  const digits = digitsOf(text)
  if (!digits) return t('address.needPhone')
  if (digits.startsWith('0')) return /^0\d{9,11}$/.test(digits) ? '' : t('address.landline')
  if (!digits.startsWith('1')) return t('address.landline')
  if (digits.length < 11) return t('signin.missing', { n: 11 - digits.length })
  return digits.length > 11 ? t('signin.tooLong', { n: digits.length - 11 }) : ''
}
