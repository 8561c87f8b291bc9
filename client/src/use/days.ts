import { computed, ref } from 'vue'
import type { Slot } from '@/shapes'
import { addDays, dateOf } from '@/words/time'
import { sentence } from './load'

const WEEK = 7
/** How far ahead the server takes bookings, and how many days it shows at one look. */
const HORIZON = 30, LOOK = 14

/**
 * The days on which a visit could be: a week, and a week more at each `later` until the horizon.
 *
 * `ask` gives the slots from one day to another, both included. Slots of days that aren't shown may come along: they
 * are kept until their day is. `fits` says which slots count as free.
 */
export function useDays(ask: (span: { from: string; to: string }) => Promise<Slot[]>, fits = (s: Slot) => s.workers_free > 0) {
  const first = ref(dateOf(Date.now()))
  const count = ref(WEEK)
  const slots = ref<Slot[]>([])
  const loaded = ref(false)
  const error = ref('')
  const laterBusy = ref(false)
  const laterError = ref('')
  const days = computed(() => Array.from({ length: count.value }, (_, n) => addDays(first.value, n)))
  const free = computed(() => { const shown = new Set(days.value); return slots.value.filter((s) => fits(s) && shown.has(dateOf(s.starts_at))) })
  const goesOn = computed(() => count.value <= HORIZON)
  let turn = 0

  async function look(from: number, to: number): Promise<Slot[]> {
    const spans = []
    for (let at = from; at < to; at += LOOK) spans.push({ from: addDays(first.value, at), to: addDays(first.value, Math.min(at + LOOK, to) - 1) })
    return (await Promise.all(spans.map(ask))).flat()
  }
  /** Asks anew about the days that are shown, and at least about `least` of them; tells whether its answer is the newest. */
  async function fill(least = count.value): Promise<boolean> {
    const mine = ++turn
    first.value = dateOf(Date.now())
    count.value = Math.min(Math.max(1, Math.ceil(least / WEEK)) * WEEK, HORIZON + 1)
    error.value = laterError.value = ''
    laterBusy.value = false
    try {
      const got = await look(0, count.value)
      if (mine !== turn) return false
      slots.value = got
      loaded.value = true
      return true
    } catch (e) {
      if (mine === turn) error.value = sentence(e)
      return false
    }
  }
  /** Shows a week more; where nothing is free so far, as many as it takes. */
  async function later(): Promise<void> {
    if (laterBusy.value || !goesOn.value) return
    const mine = turn
    laterBusy.value = true
    laterError.value = ''
    try {
      do {
        const to = Math.min(count.value + WEEK, HORIZON + 1)
        const got = await look(count.value, to)
        if (mine !== turn) return
        slots.value = [...slots.value, ...got]
        count.value = to
      } while (!free.value.length && goesOn.value)
    } catch (e) {
      if (mine === turn) laterError.value = sentence(e)
    } finally {
      if (mine === turn) laterBusy.value = false
    }
  }
  return { days, slots, free, loaded, error, goesOn, laterBusy, laterError, fill, later }
}
