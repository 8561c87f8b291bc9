import { defineComponent, h } from 'vue'

/** h('button') yields a real <button>; <button> in a template would become the role-less <uni-button>. */
export const H5Button = defineComponent({
  name: 'H5Button',
  props: { cls: { type: [String, Array], default: '' }, cant: Boolean, busy: Boolean, label: String, tel: String, pressed: { type: Boolean, default: undefined }, expanded: { type: Boolean, default: undefined } },
  emits: ['press'],
  setup: (p, { slots, emit }) => () =>
    p.tel
      ? h('a', { class: p.cls, href: 'tel:' + p.tel, 'aria-label': p.label || undefined }, slots.default?.())
      : h('button', {
          type: 'button', class: p.cls, 'aria-label': p.label || undefined,
          'aria-disabled': p.cant ? 'true' : undefined, 'aria-busy': p.busy ? 'true' : undefined,
          'aria-pressed': p.pressed === undefined ? undefined : String(p.pressed),
          'aria-expanded': p.expanded === undefined ? undefined : String(p.expanded),
          onClick: (e: Event) => { e.stopPropagation(); if (!p.cant && !p.busy) emit('press') },
        }, slots.default?.()),
})
