// What testers ran into: at the door, without the net, with another link, with large letters.
import test from 'node:test'
import assert from 'node:assert/strict'
import { serve } from '../fake/serve.mjs'
import { openBrowser, overflow, settle, signIn, visit } from './browser.mjs'

const RESIDENT = '13807920001', WORKER = '13807920011'
/** Runs `act` with a city and a browser of its own. */
const seen = (says, how, act) => test(says, async () => {
  const city = await serve()
  const b = await openBrowser(how)
  try { await act({ page: b.page, city, c: city.api.city, log: city.api.log, go: (to) => visit(b.page, city.origin, to), as: (phone) => signIn(b.page, city.origin, phone), context: b.context }) } finally { await b.close(); await city.close() }
})

seen('at the door: offline, the code that wasn\'t sent is said beside the field, until it is typed anew', {}, async ({ page, as, go, c, context }) => {
  await as(WORKER)
  await go('/pages/visit/index?id=' + c.orders[0].id)
  await page.getByLabel('上门码').fill('4827')
  await context.setOffline(true)
  await page.getByRole('button', { name: '核对，开始服务' }).click()
  await page.locator('.field .error').getByText('没送到，网断了。您填的都还在').waitFor()
  assert.equal(await page.getByLabel('上门码').inputValue(), '4827')
  await page.getByLabel('上门码').fill('482')
  assert.equal(await page.locator('.field .error').count(), 0)
  await page.getByLabel('上门码').fill('4827')
  await context.setOffline(false)
  await page.getByRole('button', { name: '核对，开始服务' }).click()
  await page.getByRole('checkbox').first().waitFor({ state: 'attached' })
})

for (const elder of [false, true]) {
  seen(`home never says that nothing is booked before it knows: ${elder ? 'elder' : 'standard'}`, { elder }, async ({ page, as, go, city }) => {
    await as(RESIDENT)
    await go('/pages/home/index')
    await page.locator('.card.is-now').waitFor()
    const before = await page.locator('.card.is-now').boundingBox()
    // Slowly: the card waits in the shape that it will have.
    await page.route('**/api/v1/orders*', async (r) => { await new Promise((ok) => setTimeout(ok, 1200)); await r.continue() })
    await page.reload()
    const wait = page.locator('.live-wait')
    await wait.waitFor()
    assert.equal(await page.getByText('现在没有约好的上门').count(), 0)
    const stood = await wait.boundingBox()
    assert.ok(Math.abs(stood.height - before.height) < 60, JSON.stringify([stood.height, before.height]))
    await page.locator('.card.is-now').waitFor()
    await page.unroute('**/api/v1/orders*')
    // Not at all: it says so, and looks as soon as the net is back.
    city.state.down = true
    await page.reload()
    await page.getByText('约好的都在，网好了就看得到').waitFor()
    assert.equal(await page.getByText('现在没有约好的上门').count(), 0)
    city.state.down = false
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.locator('.card.is-now').waitFor({ timeout: 2000 })
    await page.getByText('要做什么？').waitFor()
    await page.locator('.svc').first().waitFor({ timeout: 2000 })
  })
}

seen('another link in the same tab opens what it names; one that leads nowhere leads home; back leads back', {}, async ({ page, as, go, c }) => {
  await as(RESIDENT)
  const [a, b] = [c.orders[3], c.orders[4]]
  await go('/pages/order/index?id=' + a.id)
  await page.getByText(a.number).waitFor()
  const type = (to) => page.evaluate((x) => { location.hash = x }, to)
  await type('/pages/order/index?id=' + b.id)
  await page.getByText(b.number).waitFor()
  assert.equal(await page.getByText(a.number).count(), 0)
  await page.goBack()
  await page.getByText(a.number).waitFor()
  await type('/pages/nowhere/index')
  await page.getByText('要做什么？').waitFor()
  await page.getByRole('link', { name: '日常保洁' }).click()
  await page.getByRole('heading', { name: '日常保洁' }).waitFor()
  await type('/pages/search/index?service=cooking')
  await page.getByRole('heading', { name: '上门做饭' }).waitFor()
})

seen('setting off early is asked about, and a visit of another day leads to itself', {}, async ({ page, as, go, c, log }) => {
  c.orders[0].stage = 'approved'
  c.orders[2].stage = 'accepted'
  await as(WORKER)
  await go('/pages/today/index')
  const card = page.locator('.card.is-now')
  await card.getByRole('button', { name: '看这一单' }).waitFor()
  assert.equal(await card.getByRole('button', { name: '我出发了' }).count(), 0)
  await card.getByRole('button', { name: '看这一单' }).click()
  await page.getByText('您答应去了').first().waitFor()
  await page.getByRole('button', { name: '我出发了' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('16:30 才开始。现在就出发吗？').waitFor()
  await sheet.getByRole('button', { name: '到时候再去' }).click()
  assert.equal(log.filter((x) => x.path.endsWith('/depart')).length, 0)
  await page.getByRole('button', { name: '我出发了' }).click()
  await sheet.getByRole('button', { name: '我出发了' }).click()
  await page.getByLabel('上门码').waitFor()
})

seen('what is said above the trust code fits its colour, with the reason and the time', {}, async ({ page, as, go, c }) => {
  await as(RESIDENT)
  for (const [color, said] of [['green', '是不是绿码'], ['yellow', '今天还有效'], ['red', '别把数字告诉她']]) {
    c.workers[0].trust = color
    c.orders[0].version++
    await go('/pages/order/index?id=' + c.orders[0].id)
    await page.getByText(said).waitFor()
    const code = await page.locator('.code').innerText()
    assert.match(code, /\d+:\d\d 核对/)
    if (color !== 'green') assert.match(code, /健康证：还有 28 天到期/)
    if (color !== 'green') assert.doesNotMatch(await page.locator('main').innerText(), /绿码/)
  }
})

seen('a button shows that its words are on their way, and only the one that was pressed', {}, async ({ page, as, go, c }) => {
  await as(WORKER)
  await go('/pages/visit/index?id=' + c.orders[2].id)
  await page.route('**/accept', async (r) => { await new Promise((ok) => setTimeout(ok, 900)); await r.continue() })
  await page.getByRole('button', { name: '接这一单' }).click()
  await page.locator('.btn-sends').waitFor()
  assert.equal(await page.locator('.btn-sends').count(), 1)
  await page.getByText('接好了，到时候见').waitFor()
  assert.equal(await page.locator('.btn-sends').count(), 0)
})

seen('a fault goes when it is mended; a review is kept over a reload and goes when it is sent', {}, async ({ page, as, go, c, log }) => {
  await as(RESIDENT)
  await go('/pages/address/index')
  await page.getByRole('button', { name: '存好地址' }).click()
  await page.getByText('还没选县市区').waitFor()
  await page.getByLabel('县、市、区').selectOption({ label: '濂溪区' })
  await page.getByText('还没选县市区').waitFor({ state: 'detached' })
  assert.ok(await page.getByText('还没写楼栋门牌').isVisible(), 'the others still stand')
  await go('/pages/order/index?id=' + c.orders[3].id)
  await page.getByLabel('想说的话').fill('擦得很干净')
  await page.getByRole('button', { name: '提交评价' }).click()
  await page.getByText('还没打分：放心、贴心、舒心').waitFor()
  const mark = (name) => page.locator(`input[name=${name}]`).last().check({ force: true })
  await mark('safe')
  await page.getByText('还没打分：贴心、舒心').waitFor()
  await mark('cared')
  await mark('at_ease')
  assert.equal(await page.getByText('还没打分').count(), 0)
  await page.reload()
  assert.equal(await page.getByLabel('想说的话').inputValue(), '擦得很干净')
  await page.getByRole('button', { name: '提交评价' }).click()
  await page.getByText('谢谢，评价收到了').waitFor()
  assert.deepEqual(log.find((x) => x.path.endsWith('/review')).body, { safe: 5, cared: 5, at_ease: 5, text: '擦得很干净' })
  assert.equal(await page.evaluate(() => localStorage.getItem('review')), null)
})

seen('a reload of booking keeps time, extras and size', {}, async ({ page, as, go }) => {
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.locator('.pay .btn-main').waitFor()
  await page.locator('input[name=extra]').first().check({ force: true })
  await page.locator('input[name=size]').nth(1).check({ force: true })
  await settle(page)
  await page.locator('input[name=time]:not([disabled])').last().check({ force: true })
  await settle(page)
  const before = await page.locator('.pay').innerText()
  await page.reload()
  await settle(page)
  assert.equal(await page.locator('.pay').innerText(), before)
  assert.ok(await page.locator('input[name=extra]').first().isChecked())
})

seen('without consent the bar says why and leads to where it is given; then the price is there', {}, async ({ page, as, go, c }) => {
  c.consents[0].given_at = null
  await as(RESIDENT)
  c.consents[0].given_at = null
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.locator('.pay').getByText('您撤回了用手机号和地址的同意').waitFor()
  await page.locator('.pay').getByRole('button', { name: '去看看，再同意' }).click()
  await page.getByRole('button', { name: '同意', exact: true }).first().click()
  await page.getByText('已同意').first().waitFor()
  await page.getByRole('button', { name: '返回' }).click()
  await page.locator('.pay .btn-main').waitFor()
})

seen('the privacy guide can be read before signing in', {}, async ({ page, go }) => {
  await go('/pages/signin/index')
  await page.getByRole('button', { name: '我们怎么用您的信息' }).click()
  await page.getByText('同意随时可以撤回').waitFor()
})

for (const [how, css] of [['200 %', '32px'], ['150 %', '24px']]) {
  seen(`with letters of ${how} nothing sticks out and no word stands on end`, { width: 390 }, async ({ page, context, as, go, c }) => {
    await as(RESIDENT)
    const cdp = await context.newCDPSession(page)
    await cdp.send('Page.enable')
    await cdp.send('Page.setFontSizes', { fontSizes: { standard: parseInt(css), fixed: parseInt(css) } })
    const found = []
    for (const to of ['/pages/home/index', '/pages/search/index', '/pages/book/index?offering=o-regular-cleaning-1', `/pages/order/index?id=${c.orders[0].id}`, `/pages/order/index?id=${c.orders[3].id}`, '/pages/me/index', '/pages/address/index']) {
      await go(to)
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), css)
      found.push(...(await overflow(page)).map((v) => `${to}: ${v}`))
      found.push(...await page.evaluate((at) => {
        const out = []
        for (const e of document.querySelectorAll('.client h1, .client .btn, .client .row > *, .client .line-i span, .client .label')) {
          const said = e.innerText?.trim() || '', r = e.getBoundingClientRect()
          const size = parseFloat(getComputedStyle(e).fontSize)
          if (said.length > 2 && r.width && size && !e.closest('.vh') && r.width < size * 2 && r.height > size * 3) out.push(`${at}: ${said.slice(0, 12)} ${Math.round(r.width)}×${Math.round(r.height)}`)
        }
        if (document.documentElement.scrollWidth > innerWidth) out.push(at + ': scrolls sideways')
        return out
      }, to))
    }
    assert.deepEqual(found, [])
  })
}
