// The built H5 in Chromium over the fake city: keyboard alone, axe, narrow screens, outages, nothing foreign.
import test from 'node:test'
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { serve } from '../fake/serve.mjs'
import { axe, openBrowser, overflow, settle, signIn, strayMarks, visit } from './browser.mjs'

const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/build/h5')
const PAGES = (c) => [
  ['13807920001', ['/pages/home/index', '/pages/search/index', '/pages/search/index?service=regular-cleaning', '/pages/offering/index?id=o-regular-cleaning-1', '/pages/book/index?offering=o-regular-cleaning-1', `/pages/order/index?id=${c.orders[0].id}`, `/pages/order/index?id=${c.orders[3].id}`, '/pages/orders/index', '/pages/inbox/index', '/pages/me/index', '/pages/devices/index', '/pages/privacy/index', '/pages/addresses/index', '/pages/address/index?id=ad-1', '/pages/stations/index']],
  ['13807920011', ['/pages/today/index', '/pages/offers/index', `/pages/visit/index?id=${c.orders[0].id}`, '/pages/calendar/index', '/pages/card/index']],
]

/** Tabs until the focused element's name is `name`. */
async function focus(page, name, most = 80) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const said = await page.evaluate(() => { const e = document.activeElement; return (e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '').replace(/\s+/g, ' ').trim() })
    if (name instanceof RegExp ? name.test(said) : said === name) return said
  }
  throw new Error('not reached by Tab: ' + name)
}

test('all pages together stay within 200 KiB gzip', () => {
  const sizes = fs.readdirSync(path.join(dist, 'assets')).filter((f) => /\.(js|css)$/.test(f)).map((f) => zlib.gzipSync(fs.readFileSync(path.join(dist, 'assets', f))).length)
  const total = sizes.reduce((a, b) => a + b, 0) + zlib.gzipSync(fs.readFileSync(path.join(dist, 'index.html'))).length
  console.log(`H5: ${Math.round(total / 1024)} KiB gzip for all pages`)
  assert.ok(total < 200 * 1024)
})

test('a resident books with the keyboard alone', async () => {
  const city = await serve()
  const b = await openBrowser()
  const { page } = b
  try {
    await visit(page, city.origin, '/pages/signin/index')
    await focus(page, '手机号')
    await page.keyboard.type('1380792')
    await focus(page, '发验证码')
    await page.keyboard.press('Enter')
    assert.match(await page.getByRole('alert').innerText(), /还差 4 位，手机号是 11 位/)
    await page.getByLabel('手机号').focus()
    await page.keyboard.press('End')
    await page.keyboard.type('0001')
    await focus(page, '发验证码')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /秒后再发/ }).waitFor()
    await focus(page, '登录')
    await page.keyboard.press('Enter')
    await page.getByText('王桂花在路上').waitFor()
    // Home → service → this enterprise → confirm: three presses, nothing typed.
    await settle(page)
    await focus(page, /^日常保洁/)
    await page.keyboard.press('Enter')
    await page.getByText('家能上门').waitFor()
    await settle(page)
    await focus(page, '约九江浔安家政有限公司')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /确认预约，/ }).waitFor()
    await settle(page)
    assert.ok(await page.getByText('合同方：九江浔安家政有限公司').isVisible())
    assert.ok(await page.getByText('出发前 12 小时取消不收钱').isVisible())
    // Somebody takes the time in between.
    const wanted = city.api.log.filter((x) => x.path === '/api/v1/quotes').at(-1).body.starts_at
    city.api.city.busy.add('o-regular-cleaning-1|' + wanted)
    await focus(page, /确认预约，/)
    await page.keyboard.press('Enter')
    await page.getByText('刚被约走了').waitFor()
    const other = await focus(page, /^(今天|明天|周.) \d+:\d\d$/)
    await page.keyboard.press('Enter')
    await page.getByText('刚被约走了').waitFor({ state: 'detached' })
    await settle(page)
    await focus(page, /确认预约，/)
    await page.keyboard.press('Space')
    await page.getByText('约好了，等企业确认').waitFor()
    assert.ok((await page.locator('main').innerText()).includes(other.split(' ')[1]), 'the time chosen from the alternatives')
    assert.deepEqual(b.foreign, [])
    assert.deepEqual(b.troubles, [])
  } finally { await b.close(); await city.close() }
})

test('a stale quote is asked anew and the change is said', async () => {
  const city = await serve()
  const b = await openBrowser()
  const { page } = b
  try {
    await signIn(page, city.origin, '13807920001')
    await visit(page, city.origin, '/pages/book/index?offering=o-regular-cleaning-1')
    const button = page.getByRole('button', { name: /确认预约，/ })
    // What it costs today: at the weekend more.
    const before = Number((await button.innerText()).match(/\d+/)[0]), after = before * 45 / 40
    city.api.city.quotes.clear()
    city.api.city.offerings[0].price_fen = 4500
    await button.click()
    await page.getByText(`价格变了：${before} 元 变成 ${after} 元`).waitFor()
    await page.getByRole('button', { name: `确认预约，${after} 元` }).click()
    await page.getByText('约好了，等企业确认').waitFor()
  } finally { await b.close(); await city.close() }
})

test('the order page says when the net is gone and recovers by itself', async () => {
  const city = await serve()
  const b = await openBrowser()
  const { page } = b
  try {
    await signIn(page, city.origin, '13807920001')
    const live = city.api.city.orders[0]
    await visit(page, city.origin, '/pages/order/index?id=' + live.id)
    await page.getByText('4827', { exact: true }).waitFor()
    city.state.down = true
    await page.getByText('没打开，网断了').waitFor({ timeout: 12_000 })
    assert.ok(await page.getByText('4827', { exact: true }).isVisible(), 'what was seen stays')
    city.state.down = false
    live.stage = 'serving'
    live.version++
    await page.getByText('王桂花正在服务').waitFor({ timeout: 12_000 })
    assert.equal(await page.getByText('没打开，网断了').count(), 0)
    assert.ok(city.api.log.some((x) => x.path.endsWith(live.id) && x.etag), 'asks with If-None-Match')
  } finally { await b.close(); await city.close() }
})

test('cancelling tells its price before it is done, and Esc keeps the order', async () => {
  const city = await serve()
  const b = await openBrowser()
  const { page } = b
  try {
    await signIn(page, city.origin, '13807920001')
    await visit(page, city.origin, '/pages/order/index?id=' + city.api.city.orders[0].id)
    assert.equal(await page.getByRole('button', { name: '她已经出发，不能改时间' }).getAttribute('aria-disabled'), 'true')
    await page.getByRole('button', { name: '取消预约' }).click()
    await page.getByRole('dialog').getByText('现在取消收 60 元，全部给王桂花').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.equal(city.api.city.orders[0].stage, 'on_the_way')
    await page.getByRole('button', { name: '取消预约' }).click()
    await page.getByRole('dialog').getByRole('radio', { name: '约错了' }).check({ force: true })
    await page.getByRole('dialog').getByRole('button', { name: '取消，付 60 元' }).click()
    await page.getByRole('heading', { name: '已取消' }).waitFor()
    assert.deepEqual(city.api.log.find((x) => x.path.endsWith('/cancel')).body, { reason: '约错了', fee_fen: 6000 }, 'the fee that was shown is agreed to')
    const said = await page.locator('main').innerText()
    assert.match(said, /取消费 60.00 元/)
    assert.doesNotMatch(said, /绿码|现场付给企业|一共/, 'what no longer holds is gone')
  } finally { await b.close(); await city.close() }
})

test('a worker opens the door with the code, ticks the list, and is done', async () => {
  const city = await serve()
  const b = await openBrowser()
  const { page } = b
  try {
    await visit(page, city.origin, '/pages/signin/index')
    await page.getByRole('button', { name: /阿姨 · 王桂花/ }).click()
    await page.getByText('问您接不接').first().waitFor()
    await page.getByRole('button', { name: '接这一单' }).first().click()
    await page.getByText('问您接不接').waitFor({ state: 'detached' })
    await visit(page, city.origin, '/pages/visit/index?id=' + city.api.city.orders[0].id)
    await page.getByLabel('上门码').fill('11')
    await page.getByRole('button', { name: '核对，开始服务' }).click()
    await page.getByText('还差 2 位，是四个数字').waitFor()
    await page.getByLabel('上门码').fill('1111')
    await page.getByRole('button', { name: '核对，开始服务' }).click()
    await page.getByText('码不对，还能试 4 次').waitFor()
    assert.equal(await page.getByLabel('上门码').inputValue(), '1111', 'the input is kept')
    await page.getByLabel('上门码').fill('4827')
    await page.getByRole('button', { name: '核对，开始服务' }).click()
    await page.getByRole('checkbox').first().waitFor({ state: 'attached' })
    for (const x of await page.getByRole('checkbox').all()) await x.check({ force: true })
    await page.getByRole('checkbox').last().uncheck({ force: true })
    await page.getByRole('button', { name: '做完了' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('您刚到，约的是 1.5 小时。').waitFor()
    assert.match(await sheet.innerText(), /还有 1 样没点\s+做完请住家看一遍/)
    await sheet.getByRole('button', { name: '接着做' }).click()
    assert.equal(city.api.city.orders[0].stage, 'serving')
    // In time and with all ticked there is nothing to ask.
    city.api.city.orders[0].at.serving -= 80 * 60_000
    city.api.city.orders[0].version++
    await page.reload()
    await settle(page)
    await page.getByRole('checkbox').first().waitFor({ state: 'attached' })
    for (const x of await page.getByRole('checkbox').all()) await x.check({ force: true })
    await page.getByRole('button', { name: '做完了' }).click()
    await page.getByText('做完了，等住家确认').waitFor()
    assert.equal(await page.getByRole('dialog').count(), 0)
  } finally { await b.close(); await city.close() }
})

for (const [language, elder] of [['zh-Hans', false], ['en', false], ['zh-Hans', true]]) {
  test(`axe finds nothing and nothing sticks out at 320 px: ${language}${elder ? ', elder' : ''}`, async () => {
    const city = await serve()
    const b = await openBrowser({ width: 320, height: 3200, language, elder, scale: 1 })
    const { page } = b
    const found = []
    try {
      await visit(page, city.origin, '/pages/signin/index')
      found.push(...(await axe(page)).map((v) => 'signin: ' + v), ...(await overflow(page)).map((v) => 'signin: ' + v))
      for (const [phone, pages] of PAGES(city.api.city)) {
        await signIn(page, city.origin, phone)
        for (const to of pages) {
          await visit(page, city.origin, to)
          const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
          if (scrolls) found.push(`${to}: scrolls sideways`)
          found.push(...(await axe(page)).map((v) => `${to}: ${v}`), ...(await overflow(page)).map((v) => `${to}: ${v}`))
          if (language !== 'en') found.push(...strayMarks(await page.locator('.client').innerText()).map((v) => `${to}: ${v}`))
          const small = await page.evaluate((least) => [...document.querySelectorAll('.client a, .client button, .client input:not(.slot-in), .client select, .client .slot')].filter((e) => { const r = e.getBoundingClientRect(); return r.width && !e.closest('.skip') && (r.height < least - 0.5 || r.width < least - 0.5) }).map((e) => `${e.className} ${Math.round(e.getBoundingClientRect().width)}×${Math.round(e.getBoundingClientRect().height)}`), elder ? 60 : 44)
          found.push(...small.map((v) => `${to}: target ${v}`))
        }
      }
      assert.deepEqual(found, [])
      assert.deepEqual(b.troubles, [])
      assert.deepEqual(b.foreign, [])
    } finally { await b.close(); await city.close() }
  })
}
