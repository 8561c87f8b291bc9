import { defineComponent, h, ref } from 'vue'
import { t } from '@/locale'
import { open } from '@/use/go'
import { H5Button } from '../x-button/h5'
import { H5Shell } from './h5'

// A page whose code didn't arrive has no instance, so these two live without the page's hooks.
const icon = (name: string, cls = '') => h('svg', { class: ['i', cls], 'aria-hidden': 'true' }, [h('use', { href: '#i-' + name })])

/** What stands in for a page of which the code can't be fetched: what happened, one retry, the way home. */
export const H5Lost = defineComponent({
  name: 'H5Lost',
  setup() {
    const trying = ref(false)
    // Loading anew while offline would leave the user with the browser's own page: the server is asked first.
    async function again() {
      trying.value = true
      try {
        await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })
        location.reload()
      } catch { /* still offline: what stands here still holds */ } finally { trying.value = false }
    }
    const home = () => open('/pages/home/index')
    // The router keeps in the history's state whether a page of ours lies behind.
    const back = () => { if (history.state?.back) history.back(); else home() }
    return () => h(H5Shell, { mainCls: 'flow' }, {
      head: () => h('header', { class: 'bar-top' }, [
        h(H5Button, { cls: 'btn back', label: t('do.back'), onPress: back }, () => h('span', { class: 'chev', 'aria-hidden': 'true' })),
        h('h1', { class: 'bar-top-h h1' }, t('lost.title')),
      ]),
      default: () => h('div', { class: 'state', role: 'alert' }, [
        icon('alert', 'state-i'), h('p', { class: 'b' }, t('error.offlineShort')), h('p', t('lost.says')),
        h(H5Button, { cls: 'btn btn-main', busy: trying.value, onPress: again }, () => t('do.retry')), h(H5Button, { cls: 'btn', onPress: home }, () => t('lost.home')),
      ]),
    })
  },
})
/** What stands while a page's code is on its way. */
export const H5Coming = defineComponent({
  name: 'H5Coming',
  setup: () => () => h(H5Shell, { mainCls: 'flow' }, {
    default: () => h('div', { class: 'stack', role: 'status', 'aria-label': t('say.opening') }, ['wait wait-1', 'wait', 'wait wait-3'].map((cls) => h('div', { class: cls }))),
  }),
})
