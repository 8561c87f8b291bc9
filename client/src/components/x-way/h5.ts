import { defineComponent, h } from 'vue'

/** The drawing as inline SVG: its text is made by `river`, never by a user. */
export const H5Way = defineComponent({
  name: 'H5Way',
  props: { svg: { type: String, required: true }, label: { type: String, required: true } },
  setup: (p) => () => h('div', { class: 'way', role: 'img', 'aria-label': p.label, innerHTML: p.svg }),
})
