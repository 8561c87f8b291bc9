import { defineComponent, h } from 'vue'

/** A real radio or checkbox whose whole box is the target. */
export const H5Slot = defineComponent({
  name: 'H5Slot',
  props: { name: { type: String, required: true }, on: Boolean, cant: Boolean, many: Boolean, box: { type: [String, Array], default: '' }, cls: { type: String, default: '' }, label: String },
  emits: ['pick'],
  setup: (p, { slots, emit }) => () => h('label', { class: ['slot', p.cls] }, [
    h('input', {
      class: 'slot-in', type: p.many ? 'checkbox' : 'radio', name: p.name, checked: p.on, disabled: p.cant, 'aria-label': p.label || undefined,
      onChange: () => emit('pick'),
    }),
    h('span', { class: ['slot-box', p.box, p.on && 'slot-on', p.cant && 'slot-cant'] }, slots.default?.()),
  ]),
})
