import { defineComponent, h } from 'vue'

let seq = 0
/** A label above, a real input or textarea, a hint, and the error beside it. */
export const H5Field = defineComponent({
  name: 'H5Field',
  props: {
    modelValue: { type: String, default: '' }, label: { type: String, required: true }, hint: String, placeholder: String, error: String,
    type: { type: String, default: 'text' }, area: Boolean, digits: Boolean, max: Number, fill: String, hideLabel: Boolean,
  },
  emits: ['input', 'enter'],
  setup(p, { emit }) {
    const id = 'xf' + ++seq
    return () => h('div', { class: 'field' }, [
      h('label', { for: id, class: p.hideLabel ? 'vh' : 'label' }, p.label),
      p.hint ? h('p', { id: id + 'h', class: 'small soft' }, p.hint) : null,
      h(p.area ? 'textarea' : 'input', {
        id, class: ['input', p.area && 'input-area', p.digits && 'input-digits', p.error && 'input-bad'],
        type: p.area ? undefined : p.type, inputmode: p.digits ? 'numeric' : undefined, value: p.modelValue, placeholder: p.placeholder || undefined,
        maxlength: p.max || undefined, autocomplete: p.fill || 'off',
        'aria-invalid': p.error ? 'true' : undefined,
        'aria-describedby': [p.hint && id + 'h', p.error && id + 'e'].filter(Boolean).join(' ') || undefined,
        onInput: (e: Event) => emit('input', (e.target as HTMLInputElement).value),
        onKeydown: (e: KeyboardEvent) => { if (e.key === 'Enter' && !p.area && !e.isComposing) { e.preventDefault(); emit('enter') } },
      }),
      p.error ? h('p', { id: id + 'e', role: 'alert', class: 'error' }, [h('svg', { class: 'i', 'aria-hidden': 'true' }, [h('use', { href: '#i-alert' })]), h('span', p.error)]) : null,
    ])
  },
})
