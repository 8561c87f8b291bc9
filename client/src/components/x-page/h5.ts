import { defineComponent, h, nextTick, onActivated, onMounted, ref } from 'vue'
import { t } from '@/locale'

const drawn = (name: string) => h('svg', { class: name, 'aria-hidden': 'true' }, [h('use', { href: name === 'land' ? '#horizon' : '#' + name })])
/** What stands beside the column on a wide screen. */
const beside = () => h('aside', { class: 'beside', 'aria-label': t('brand') }, [
  h('div', { class: 'beside-in' }, [
    h('span', { class: 'logo' }, [drawn('mark'), drawn('word')]),
    h('p', { class: 'beside-h' }, [t('beside.one'), h('br'), t('beside.two'), h('span', { class: 'beside-em' }, t('beside.em'))]),
    h('p', t('beside.says')),
  ]),
  drawn('land'),
])

let visited = false
/** Landmarks of a page: what stands beside it on a wide screen, skip link, head, main, foot. After a move inside the app the focus goes to main. */
export const H5Shell = defineComponent({
  name: 'H5Shell',
  props: { cls: { type: String, default: '' }, mainCls: { type: String, default: '' } },
  setup(p, { slots }) {
    const main = ref<HTMLElement>()
    const land = () => {
      if (visited) void nextTick(() => { if (!document.querySelector('dialog[open]')) main.value?.focus({ preventScroll: true }) })
      visited = true
    }
    onMounted(land)
    onActivated(land)
    return () => h('div', { class: 'frame' }, [beside(), h('div', { class: ['client', p.cls] }, [
      h('a', { class: 'skip', href: '#main', onClick: (e: Event) => { e.preventDefault(); main.value?.focus() } }, t('say.skip')),
      slots.head?.(),
      h('main', { ref: main, id: 'main', class: ['main', p.mainCls], tabindex: -1 }, slots.default?.()),
      h('div', { class: 'foot' }, slots.foot?.()),
    ])])
  },
})
