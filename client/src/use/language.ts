import { watch } from 'vue'
import { i18n } from '@/locale'

/** Calls back when the user chose another language: what the server said has to be asked again. */
export function onLanguage(heard: () => void): void {
  watch(() => i18n.global.locale.value, () => heard())
}
