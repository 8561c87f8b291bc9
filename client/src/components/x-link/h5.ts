import { defineComponent, h } from 'vue'

/** A real link: opens in a new tab when asked to, moves inside the app otherwise. */
export const H5Link = defineComponent({
  name: 'H5Link',
  props: { cls: { type: [String, Array], default: '' }, to: { type: String, required: true }, label: String, current: Boolean },
  emits: ['follow'],
  setup: (p, { slots, emit }) => () => h('a', {
    class: p.cls, href: '#' + p.to, 'aria-label': p.label || undefined, 'aria-current': p.current ? 'page' : undefined,
    onClick: (e: MouseEvent) => {
      if (e.metaKey || e.ctrlKey || e.shiftKey || e.button) return
      e.preventDefault()
      emit('follow')
    },
  }, slots.default?.()),
})
