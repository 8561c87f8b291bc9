import { ref } from 'vue'
import { t } from '@/locale'
import { Offline, Problem } from '@/net/problem'
import { sentence } from './load'

/** One act at a time: a second press while the first is under way does nothing; errors land in `says` and `fields`. `offline` is the sentence for when nothing arrived. */
export function useSend(offline = 'error.notSent') {
  const busy = ref(false)
  const says = ref('')
  const fields = ref<Record<string, string>>({})
  const problem = ref<Problem | null>(null)

  function clear() {
    says.value = ''
    fields.value = {}
    problem.value = null
  }
  /** Gives what `act` gave, or undefined when it failed or was already running. */
  async function run<T>(act: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    clear()
    try {
      return await act()
    } catch (e) {
      says.value = e instanceof Offline ? t(offline) : sentence(e)
      if (e instanceof Problem) {
        problem.value = e
        fields.value = e.fields
      }
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, says, fields, problem, run, clear }
}
