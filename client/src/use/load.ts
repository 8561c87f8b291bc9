import { ref, type Ref } from 'vue'
import { onLanguage } from './language'
import { t } from '@/locale'
import { Offline, Problem } from '@/net/problem'

/** The sentence for what went wrong. A bug is not the user's business: it says what is safe. */
export function sentence(e: unknown): string {
  if (e instanceof Offline) return t('error.offline')
  if (e instanceof Problem) return e.detail
  console.error(e)
  return t('error.other')
}

export interface Loading<T> {
  value: Ref<T | null>
  error: Ref<string>
  busy: Ref<boolean>
  run(): Promise<void>
}

/** Keeps the last good answer while a newer one is fetched; only the newest answer counts. What was asked is asked again in a new language. */
export function useLoad<T>(fetch: () => Promise<T>): Loading<T> {
  const value = ref(null) as Ref<T | null>
  const error = ref('')
  const busy = ref(false)
  let turn = 0
  async function run() {
    const mine = ++turn
    busy.value = true
    try {
      const got = await fetch()
      if (mine !== turn) return
      value.value = got
      error.value = ''
    } catch (e) {
      if (mine === turn) error.value = sentence(e)
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  onLanguage(() => { if (turn) void run() })
  return { value, error, busy, run }
}
