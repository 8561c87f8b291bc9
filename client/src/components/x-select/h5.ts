import { defineComponent, h, type PropType } from 'vue'

let seq = 0
/** A real <select> with its label and error. */
export const H5Select = defineComponent({
  name: 'H5Select',
  props: { modelValue: { type: String, default: '' }, label: { type: String, required: true }, blank: String, error: String, cant: Boolean, options: { type: Array as PropType<{ value: string; text: string }[]>, required: true } },
  emits: ['pick'],
  setup(p, { emit }) {
    const id = 'xs' + ++seq
    return () => h('div', { class: 'field' }, [
      h('label', { for: id, class: 'label' }, p.label),
      h('select', {
        id, class: ['input', 'input-select', p.error && 'input-bad'], disabled: p.cant,
        'aria-invalid': p.error ? 'true' : undefined, 'aria-describedby': p.error ? id + 'e' : undefined,
        onChange: (e: Event) => emit('pick', (e.target as HTMLSelectElement).value),
      }, [
        h('option', { value: '', selected: !p.modelValue, disabled: true }, p.blank || ''),
        ...p.options.map((o) => h('option', { value: o.value, selected: o.value === p.modelValue }, o.text)),
      ]),
      p.error ? h('p', { id: id + 'e', role: 'alert', class: 'error' }, [h('svg', { class: 'i', 'aria-hidden': 'true' }, [h('use', { href: '#i-alert' })]), h('span', p.error)]) : null,
    ])
  },
})
