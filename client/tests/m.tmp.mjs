import { serve } from './fake/serve.mjs'
import { openBrowser, settle, signIn, visit } from './h5/browser.mjs'
const city = await serve()
const id = city.api.city.orders
const pages = { home: '/pages/home/index', book: '/pages/book/index?offering=o-regular-cleaning-1', order: '/pages/order/index?id=' + id[0].id, search: '/pages/search/index?q=保洁', privacy: '/pages/privacy/index', review: '/pages/order/index?id=' + id[3].id }
for (const [w, elder, lang, tag] of [[390, false, 'zh-Hans', 'zh'], [390, false, 'en', 'en'], [320, true, 'zh-Hans', 'e320'], [360, true, 'zh-Hans', 'e360'], [1440, false, 'zh-Hans', 'wide']]) {
  const b = await openBrowser({ scale: 1, width: w, elder, language: lang }); const p = b.page
  await signIn(p, city.origin, '13807920001')
  for (const [n, to] of Object.entries(pages)) { await visit(p, city.origin, to); await p.screenshot({ path: `/tmp/v/${tag}-${n}.png` }); if (n == 'home' || n == 'order') { await p.evaluate(() => scrollTo(0, 500)); await p.waitForTimeout(100); await p.screenshot({ path: `/tmp/v/${tag}-${n}-b.png` }) } }
  await visit(p, city.origin, '/pages/order/index?id=' + id[1].id)
  await p.getByRole('button', { name: /改时间|Change time/ }).click(); await settle(p)
  await p.locator('dialog input[name=time]:not([disabled])').first().check({ force: true }); await settle(p); await p.screenshot({ path: `/tmp/v/${tag}-move.png` })
  await p.keyboard.press('Escape'); await p.getByRole('button', { name: /取消预约|^Cancel$/ }).click(); await settle(p); await p.screenshot({ path: `/tmp/v/${tag}-cancel.png` })
  await visit(p, city.origin, '/pages/signin/index'); await p.screenshot({ path: `/tmp/v/${tag}-signin.png` })
  await b.close()
}
await city.close()
