// Pictures of every screen for looking at: `node tests/shots.mjs OUT [width] [zh-Hans|en] [elder] [origin]`.
import fs from 'node:fs'
import path from 'node:path'
import { serve } from './fake/serve.mjs'
import { axe, openBrowser, overflow, settle, signIn, visit } from './h5/browser.mjs'

const [out = '/tmp/shots', width = '390', language = 'zh-Hans', elder = ''] = process.argv.slice(2)
fs.mkdirSync(out, { recursive: true })
const only = process.env.ONLY?.split(',')
const city = await serve()
const b = await openBrowser({ width: Number(width), height: Number(width) > 800 ? 900 : 844, language, elder: !!elder, scale: Number(width) > 800 ? 1 : 1.5 })
const { page } = b
const [live, later, , done] = city.api.city.orders

async function shot(name, to, act) {
  if (only && !only.includes(name)) return
  await visit(page, city.origin, to)
  if (act) { await act(); await settle(page) }
  const wide = await overflow(page)
  const found = []
  if (wide.length || found.length) console.log(name, 'OVERFLOW', wide, 'AXE', found)
  // The whole page with its bars where they stand: the window grows to the page's height.
  const w = Number(width), tall = w <= 800 && !(await page.locator('dialog[open]').count())
  if (tall) { await page.setViewportSize({ width: w, height: Math.max(700, await page.evaluate(() => document.documentElement.scrollHeight)) }); await page.waitForTimeout(100) }
  await page.screenshot({ path: path.join(out, `${name}.png`) })
  if (tall) await page.setViewportSize({ width: w, height: 844 })
}
await shot('01-home-guest', '/pages/home/index')
await shot('02-signin', '/pages/signin/index', async () => { await page.locator('input').first().fill('1380792'); await page.locator('.btn-main').first().click() })
await signIn(page, city.origin, '13807920001')
await shot('03-home', '/pages/home/index')
await shot('04-search', '/pages/search/index')
await shot('05-service', '/pages/search/index?service=regular-cleaning')
await shot('06-offering', '/pages/offering/index?id=o-regular-cleaning-1')
await shot('07-book', '/pages/book/index?offering=o-regular-cleaning-1')
await shot('08-book-taken', '/pages/book/index?offering=o-regular-cleaning-1', async () => {
  const c = city.api.city
  for (let t = c.clockNow(); t < c.clockNow() + 8 * 86400000; t += 60000) { const i = c.iso(Math.ceil(t / 1800000) * 1800000); if (/T(08|09|1[01]):/.test(i)) c.busy.add('o-regular-cleaning-1|' + i) }
  await page.locator('.pay .btn-main').click(); await page.waitForTimeout(600)
})
city.api.city.busy.clear()
await shot('09-book-m2', '/pages/book/index?offering=o-deep-cleaning-1')
await shot('10-order-live', '/pages/order/index?id=' + live.id)
await shot('11-order-cancel', '/pages/order/index?id=' + later.id, async () => { await page.getByRole('button', { name: language === 'en' ? 'Cancel' : '取消预约', exact: true }).click() })
await shot('12-order-move', '/pages/order/index?id=' + later.id, async () => { await page.getByRole('button', { name: language === 'en' ? 'Change time' : '改时间', exact: true }).click(); await settle(page); await page.locator('dialog .slots-four input:not([disabled])').nth(1).check({ force: true }) })
await shot('13-order-review', '/pages/order/index?id=' + done.id)
await shot('14-orders', '/pages/orders/index')
await shot('15-inbox', '/pages/inbox/index')
await shot('16-me', '/pages/me/index')
await shot('17-devices', '/pages/devices/index')
await shot('18-privacy', '/pages/privacy/index')
await shot('19-addresses', '/pages/addresses/index')
await shot('20-address', '/pages/address/index?id=ad-1')
await shot('21-address-new', '/pages/address/index', async () => { await page.locator('.pay .btn-main').click() })
await shot('22-stations', '/pages/stations/index')
await shot('23-none', '/pages/search/index?q=zzz')
await shot('24-offline', '/pages/orders/index', async () => { city.state.down = true; await page.reload() })
city.state.down = false
await signIn(page, city.origin, '13807920011')
await shot('30-today', '/pages/today/index')
await shot('31-offers', '/pages/offers/index')
await shot('32-visit', '/pages/visit/index?id=' + live.id, async () => { await page.locator('.input-digits').fill('1111'); await page.locator('.card .btn-main').first().click() })
await shot('33-serving', '/pages/visit/index?id=' + live.id, async () => { await page.locator('.input-digits').fill('4827'); await page.locator('.card .btn-main').first().click() })
await shot('34-calendar', '/pages/calendar/index')
await shot('35-leave', '/pages/calendar/index', async () => { await page.locator('.card .btn-main').click() })
await shot('36-card', '/pages/card/index')
await shot('37-decline', '/pages/offers/index', async () => { await page.getByRole('button', { name: language === 'en' ? 'Decline' : '不接', exact: true }).click() })
if (b.troubles.length) console.log('TROUBLES', [...new Set(b.troubles)])
if (b.foreign.length) console.log('FOREIGN', b.foreign)
await b.close()
await city.close()
