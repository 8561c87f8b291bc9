// Looks at the client over a REAL server: `node tests/real.mjs ORIGIN OUT [width] [language] [elder]`. For eyes, not for CI.
import fs from 'node:fs'
import path from 'node:path'
import { axe, openBrowser, overflow, settle, visit } from './h5/browser.mjs'

const [origin, out = '/tmp/real', width = '390', language = 'zh-Hans', elder = ''] = process.argv.slice(2)
fs.mkdirSync(out, { recursive: true })
const b = await openBrowser({ width: Number(width), height: 844, language, elder: !!elder })
const { page } = b
const api = async (p, token) => (await page.request.get(origin + '/api/v1' + p, { headers: token ? { authorization: 'Bearer ' + token } : {} })).json()
async function shot(name, to, act) {
  if (to) await visit(page, origin, to)
  if (act) { await act(); await settle(page) }
  const wide = await overflow(page), found = await axe(page)
  if (wide.length || found.length) console.log(name, wide, found)
  const w = Number(width), tall = !(await page.locator('dialog[open]').count())
  if (tall) { await page.setViewportSize({ width: w, height: Math.max(700, Math.min(4000, await page.evaluate(() => document.documentElement.scrollHeight))) }); await page.waitForTimeout(150) }
  await page.screenshot({ path: path.join(out, name + '.png') })
  if (tall) await page.setViewportSize({ width: w, height: 844 })
}
const token = () => page.evaluate(() => { const t = localStorage.getItem('token'); try { return JSON.parse(t).data } catch { return t } })
async function enter(role) {
  await visit(page, origin, '/pages/signin/index')
  const word = { resident: language === 'en' ? 'Resident' : '居民', worker: language === 'en' ? 'Worker' : '阿姨' }[role]
  await page.getByRole('button', { name: new RegExp(word + ' · ') }).first().click()
  for (let i = 0; i < 100 && !(await page.evaluate(() => localStorage.getItem('token'))); i++) await page.waitForTimeout(100)
  await page.waitForTimeout(600)
  await settle(page)
}
await shot('01-home-guest', '/pages/home/index')
await shot('02-signin', '/pages/signin/index')
await enter('resident')
await shot('03-home', null)
const t = await token()
const services = (await api('/services')).items.filter((s) => s.flow === 'visit' && s.offerings)
console.log('services', services.map((s) => [s.slug, s.icon, s.from_fen, s.unit_label, s.offerings].join(':')).join(' '))
await shot('04-search', '/pages/search/index')
await shot('05-service', '/pages/search/index?service=' + services[0].slug)
const home = (await api('/addresses', t)).items.find((a) => a.is_default)
const offering = (await api('/offerings?service=' + services[0].slug + '&sort=rating&division=' + home.division.id)).items[0]
await shot('06-offering', '/pages/offering/index?id=' + offering.id)
await shot('07-book', '/pages/book/index?offering=' + offering.id)
const orders = (await api('/orders?as=resident&limit=50', t)).items
console.log('orders', orders.map((o) => o.stage).join(' '))
const seen = new Set()
for (const o of orders) if (!seen.has(o.stage)) { seen.add(o.stage); await shot('10-order-' + o.stage, '/pages/order/index?id=' + o.id) }
await shot('14-orders', '/pages/orders/index')
await shot('15-inbox', '/pages/inbox/index')
await shot('16-me', '/pages/me/index')
await shot('17-devices', '/pages/devices/index')
await shot('18-privacy', '/pages/privacy/index')
await shot('19-addresses', '/pages/addresses/index')
const address = (await api('/addresses', t)).items[0]
if (address) await shot('20-address', '/pages/address/index?id=' + address.id)
await shot('22-stations', '/pages/stations/index')
if (!process.env.NOBOOK) {
  await visit(page, origin, '/pages/book/index?offering=' + offering.id)
  await page.locator('.pay .btn-main').click()
  for (let i = 0; i < 100 && !(await page.evaluate(() => location.hash.includes('/order/') || !!document.querySelector('.pay .note'))); i++) await page.waitForTimeout(100)
  await settle(page)
  await shot('08-booked', null)
  const cancel = page.getByRole('button', { name: language === 'en' ? /Cancel/ : /取消/ }).first()
  if (await cancel.count()) { await cancel.click(); await settle(page); await shot('09-cancel', null) }
}
await enter('worker')
await shot('30-today', '/pages/today/index')
await shot('31-offers', '/pages/offers/index')
const w = await token()
const hers = (await api('/orders?as=worker&limit=50', w)).items
console.log('hers', hers.map((o) => o.stage).join(' '))
const hs = new Set()
for (const o of hers) if (!hs.has(o.stage)) { hs.add(o.stage); await shot('32-visit-' + o.stage, '/pages/visit/index?id=' + o.id) }
await shot('34-calendar', '/pages/calendar/index')
await shot('36-card', '/pages/card/index')
console.log('TROUBLES', [...new Set(b.troubles)], 'FOREIGN', b.foreign)
await b.close()
