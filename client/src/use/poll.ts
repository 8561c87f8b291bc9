import { onBeforeUnmount } from 'vue'
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { platform } from '@/platform'
import { onLanguage } from './language'

/** Calls `look` at once, then every `every_ms` while the page can be seen, and when the network is back, never twice at a time; asked during a look, it looks once more. */
export function usePoll(look: () => Promise<void>, every_ms = 5000) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let onTop = false
  let awake = true
  let looking = false
  let again = false
  async function beat() {
    clearTimeout(timer)
    if (!onTop || !awake) return
    if (looking) { again = true; return }
    looking = true
    try {
      do { again = false; await look() } while (again && onTop && awake)
    } finally { looking = false }
    clearTimeout(timer)
    if (onTop && awake) timer = setTimeout(beat, every_ms)
  }
  function hide() { onTop = false; clearTimeout(timer) }
  onShow(() => { onTop = true; void beat() })
  onHide(hide)
  onUnload(hide)
  const stop = platform.onVisible((visible) => { awake = visible; void beat() })
  onLanguage(() => void beat())
  onBeforeUnmount(() => { hide(); stop() })
  return { now: beat }
}
