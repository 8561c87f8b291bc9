import { defineComponent, h, onBeforeUnmount, onMounted, ref } from 'vue'

/** A native <dialog>: focus stays inside, Esc closes, focus returns to where it came from. */
export const H5Sheet = defineComponent({
  name: 'H5Sheet',
  props: { title: { type: String, required: true } },
  emits: ['close'],
  setup(p, { slots, emit }) {
    const el = ref<HTMLDialogElement>()
    const before = document.activeElement as HTMLElement | null
    onMounted(() => {
      el.value?.showModal()
      el.value?.querySelector<HTMLElement>('h2')?.focus()
    })
    onBeforeUnmount(() => { el.value?.close(); before?.focus?.() })
    return () => h('dialog', {
      ref: el, class: 'sheet', 'aria-label': p.title,
      onCancel: (e: Event) => { e.preventDefault(); emit('close') },
      onClick: (e: MouseEvent) => { if (e.target === el.value) emit('close') },
    }, [h('div', { class: 'sheet-in' }, [h('h2', { class: 'h2', tabindex: -1 }, p.title), slots.default?.()])])
  },
})
