import { defineComponent, h } from 'vue'

/** A fieldset with its question as the legend. */
export const H5Set = defineComponent({
  name: 'H5Set',
  props: { title: { type: String, required: true }, says: String },
  setup: (p, { slots }) => () => h('fieldset', { class: 'set' }, [h('legend', { class: 'set-h h2' }, p.title), slots.default?.()]),
})
