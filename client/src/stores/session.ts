import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { peopleChangeAccount, peopleConfig, peopleConsents, peopleGiveConsent, peopleSession, peopleSignOut } from '@/api'
import type { Config, NewSession, Session } from '@/shapes'
import type { Language } from '@/locale'
import { signAs, whenSessionLost } from '@/net/ask'
import { Problem } from '@/net/problem'
import { useBook } from './book'
import { usePrefs } from './prefs'

/** The edition of the privacy guide that signing in agrees to. */
export const PRIVACY_VERSION = '1'

/** Who is using this device, and what the city says about itself. */
export const useSession = defineStore('session', () => {
  const token = ref<string>(uni.getStorageSync('token') || '')
  const who = ref<Session | null>((uni.getStorageSync('who') as Session) || null)
  const config = ref<Config | null>((uni.getStorageSync('config') as Config) || null)
  signAs(token.value)

  const signedIn = computed(() => !!token.value)
  const isWorker = computed(() => !!who.value?.roles.includes('worker'))
  const isResident = computed(() => !who.value || who.value.roles.includes('resident') || !who.value.roles.length)
  const hotline = computed(() => config.value?.hotline || '')

  function keep(session: Session) {
    who.value = { account: session.account, roles: session.roles, seats: session.seats }
    uni.setStorageSync('who', who.value)
  }
  function begin(session: NewSession) {
    token.value = session.token
    uni.setStorageSync('token', session.token)
    signAs(session.token)
    useBook().forget()
    keep(session)
    void agree()
    const prefs = usePrefs()
    if (!session.roles.includes('worker')) prefs.stand('resident')
    else if (!prefs.choseSide()) prefs.stand('worker')
  }
  /** Signing in says yes to the privacy guide: the server keeps that, once per edition. */
  async function agree() {
    try {
      const given = (await peopleConsents()).items.find((c) => c.purpose === 'privacy')
      if (given?.version !== PRIVACY_VERSION) await peopleGiveConsent({ purpose: 'privacy', version: PRIVACY_VERSION })
    } catch { /* asked again at the next sign-in */ }
  }
  function forget() {
    token.value = ''
    who.value = null
    signAs('')
    useBook().forget()
    for (const k of ['token', 'who']) uni.removeStorageSync(k)
    usePrefs().forgetSide()
  }
  whenSessionLost(forget)

  /** Reads the city's card and, when signed in, who we are; silent when the network is gone. */
  async function refresh() {
    try {
      config.value = await peopleConfig()
      uni.setStorageSync('config', config.value)
      if (token.value) keep(await peopleSession())
    } catch (e) {
      if (e instanceof Problem && e.status !== 401) console.warn(e.detail)
    }
  }
  /** Speaks another language here; notices are written in the account's, so the server is told too. */
  function speak(language: Language) {
    usePrefs().speak(language)
    if (token.value) void peopleChangeAccount({ language }).catch(() => {})
  }
  async function signOut() {
    try { await peopleSignOut() } catch { /* gone or offline: this device forgets it all the same */ }
    forget()
    // Who leaves on purpose leaves nothing half-written behind; who was signed out finds it again.
    for (const draft of ['review', 'booking']) uni.removeStorageSync(draft)
  }
  return { token, who, config, signedIn, isWorker, isResident, hotline, keep, begin, forget, refresh, speak, signOut }
})
