import { defineComponent, h, nextTick, onActivated, onMounted, ref } from 'vue'
import { t } from '@/locale'

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
    return () => h('div', { class: 'frame' }, [slots.beside?.(), h('div', { class: ['client', p.cls] }, [
      h('a', { class: 'skip', href: '#main', onClick: (e: Event) => { e.preventDefault(); main.value?.focus() } }, t('say.skip')),
      slots.head?.(),
      h('main', { ref: main, id: 'main', class: ['main', p.mainCls], tabindex: -1 }, slots.default?.()),
      slots.foot?.(),
    ])])
  },
})
