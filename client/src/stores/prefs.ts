import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { i18n, type Language } from '@/locale'
import { platform } from '@/platform'

/** How this device shows things: language, elder mode, and which side of the door the user stands on. */
export const usePrefs = defineStore('prefs', () => {
  const language = ref<Language>((uni.getStorageSync('language') as Language) || platform.language())
  const elder = ref(uni.getStorageSync('elder') === '1')
  const side = ref<'resident' | 'worker'>(uni.getStorageSync('side') === 'worker' ? 'worker' : 'resident')
  /** Root font size for the mini-program's page-meta. */
  const root = computed(() => (elder.value ? '21px' : '16px'))

  function apply() {
    i18n.global.locale.value = language.value
    platform.dress({ language: language.value, elder: elder.value })
  }
  function speak(to: Language) {
    language.value = to
    uni.setStorageSync('language', to)
    apply()
  }
  function setElder(on: boolean) {
    elder.value = on
    uni.setStorageSync('elder', on ? '1' : '0')
    apply()
  }
  function stand(on: 'resident' | 'worker') {
    side.value = on
    uni.setStorageSync('side', on)
  }
  /** A new user of this device stands where her roles say, until she chooses. */
  function forgetSide() {
    side.value = 'resident'
    uni.removeStorageSync('side')
  }
  const choseSide = () => !!uni.getStorageSync('side')
  return { language, elder, side, root, apply, speak, setElder, stand, forgetSide, choseSide }
})
