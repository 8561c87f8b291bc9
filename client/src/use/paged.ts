import { useLoad } from './load'
import { useSend } from './send'

export interface Cut { cursor?: string; limit?: number }
interface Page { items: { id: string }[]; next: string | null }

/** The longest page that a list gives, and how many of them are asked for at most. */
const LONGEST = 100, PAGES = 10

/** Reads a list to its end: for one that is shown in another order than the server's. */
export async function everything<T>(ask: (cut: Cut) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const got = await ask({ limit: LONGEST, cursor })
    items.push(...got.items)
    if (!got.next) break
    cursor = got.next
  }
  return items
}

/** A list that comes page by page. Asked anew, it stays as long as the user has made it. `head` is the first page, with what it says besides. */
export function usePaged<P extends Page>(ask: (cut: Cut) => Promise<P>) {
  let another = false
  const list = useLoad(async () => {
    const long = another ? 0 : list.value.value?.items.length || 0
    another = false
    const head = await ask({})
    let items: P['items'] = head.items, next = head.next
    while (next && items.length < long) {
      const got = await ask({ cursor: next })
      items = [...items, ...got.items]
      next = got.next
    }
    return { head, items, next }
  })
  const send = useSend('error.offlineShort')
  async function more() {
    const was = list.value.value
    if (!was?.next) return
    const got = await send.run(() => ask({ cursor: was.next || '' }))
    // Somebody asked anew meanwhile: what came then is newer.
    if (got && list.value.value === was) list.value.value = { head: was.head, items: [...was.items, ...got.items], next: got.next }
  }
  /** `anew`: another list begins, and what stands there stays until it is here; `clear`: not even that long. */
  function run({ anew = false, clear = false } = {}) {
    send.clear()
    if (clear) list.value.value = null
    another = anew || clear
    return list.run()
  }
  return { value: list.value, error: list.error, busy: list.busy, moreBusy: send.busy, moreSays: send.says, run, more }
}
