// What people stumbled over in use, each with the test that keeps it mended.
import test from 'node:test'
import assert from 'node:assert/strict'
import { serve } from '../fake/serve.mjs'
import { openBrowser, settle, signIn, visit } from './browser.mjs'

const RESIDENT = '13807920001', WORKER = '13807920011'
/** Runs `act` with a city and a browser of its own. */
const seen = (says, how, act) => test(says, async () => {
  const city = await serve()
  const b = await openBrowser(how)
  try { await act({ page: b.page, city, c: city.api.city, log: city.api.log, go: (to) => visit(b.page, city.origin, to), as: (phone) => signIn(b.page, city.origin, phone), context: b.context }) } finally { await b.close(); await city.close() }
})
const apart = (a, b) => a.x + a.width <= b.x + 0.5 || b.x + b.width <= a.x + 0.5 || a.y + a.height <= b.y + 0.5 || b.y + b.height <= a.y + 0.5
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

for (const language of ['zh-Hans', 'en']) {
  seen(`the elder's phone bar stands clear of the tabs and nothing scrolls sideways: ${language}`, { language, elder: true }, async ({ page, as, go }) => {
    await as(RESIDENT)
    await go('/pages/home/index')
    const bar = await page.locator('.pay .btn-call').boundingBox(), tabs = await page.locator('.tabs').boundingBox()
    assert.ok(bar.height >= 60 && apart(bar, tabs) && tabs.y + tabs.height <= 844.5, JSON.stringify([bar, tabs]))
    assert.equal(await sideways(page), false)
    await go('/pages/me/index')
    const name = page.locator('.who')
    const [button, phone] = await Promise.all([name.locator('xpath=following-sibling::*').boundingBox(), name.locator('.num').boundingBox()])
    assert.ok(apart(button, phone), JSON.stringify([button, phone]))
    assert.equal(await sideways(page), false)
    assert.ok(await page.evaluate(() => { const e = document.querySelector('.who .num'); return e.scrollWidth <= e.clientWidth }), 'the number is whole')
  })
}

seen('the elder\'s card names the next act: follow, approve, review', { elder: true }, async ({ page, as, go, c }) => {
  await as(RESIDENT)
  await go('/pages/home/index')
  await page.getByRole('button', { name: '看她到哪一步了' }).waitFor()
  c.orders.filter((o) => c.STAGES.indexOf(o.stage) < 7).slice(1).forEach((o) => { o.stage = 'cancelled' })
  c.orders[0].stage = 'finished'
  c.orders[0].version++
  await go('/pages/home/index')
  await page.getByRole('button', { name: '去验收' }).waitFor()
  c.orders[0].stage = 'approved'
  c.orders[0].version++
  await go('/pages/home/index')
  await page.getByRole('button', { name: '去评价' }).waitFor()
})

seen('another language is asked of the server at once', {}, async ({ page, as, go, log }) => {
  await as(RESIDENT)
  await go('/pages/home/index')
  assert.ok(await page.getByText('妈妈家 · ').isVisible(), 'the card calls the home by its name')
  await page.getByRole('button', { name: 'English' }).click()
  for (const x of ['王桂花 is on her way', 'Bathing help']) await page.getByText(x).first().waitFor({ timeout: 3000 })
  await settle(page)
  const said = await page.locator('main').innerText()
  assert.doesNotMatch(said, /日常保洁|在路上|每天/)
  assert.ok(log.some((x) => x.method === 'PATCH' && x.body.language === 'en'), 'notices follow')
  await page.locator('.is-now.card-link').click()
  await page.getByText('Door code').waitFor()
  // A tag of one language is no tag of another.
  const asked = log.filter((x) => x.path.startsWith('/api/v1/orders/or') && x.etag)
  assert.ok(asked.every((x) => x.etag.includes(x.lang)), JSON.stringify(asked.map((x) => [x.lang, x.etag])))
})

seen('a page whose code can\'t be fetched says so in our words, with a way back', {}, async ({ page, as, go, city }) => {
  await as(RESIDENT)
  await go('/pages/home/index')
  await page.route(/pages-orders/, (r) => r.abort())
  await page.getByRole('link', { name: '订单' }).click()
  await page.getByText('没打开，网断了').waitFor()
  assert.equal(await page.getByText('连接服务器超时').count(), 0)
  await page.getByRole('button', { name: '回首页' }).click()
  await page.getByText('要做什么？').waitFor()
  await page.getByRole('link', { name: '订单' }).click()
  await page.getByText('没打开，网断了').waitFor()
  await page.getByRole('button', { name: '返回' }).click()
  await page.getByText('要做什么？').waitFor()
  await page.getByRole('link', { name: '订单' }).click()
  await page.getByText('没打开，网断了').waitFor()
  await page.unroute(/pages-orders/)
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.getByRole('radio', { name: '进行中' }).waitFor()
})

seen('after a quiet moment every page opens without the net', {}, async ({ page, as, go, context }) => {
  await as(RESIDENT)
  const last = page.waitForResponse(/pages-card-index/)
  await go('/pages/home/index')
  await last
  await page.waitForTimeout(200)
  await context.setOffline(true)
  await page.getByRole('link', { name: '我的' }).click()
  await page.getByRole('link', { name: '社区驿站' }).click()
  await page.getByText('走进去就能约').waitFor()
})

seen('moving asks the order for its times and shows the present one', {}, async ({ page, as, go, c, log }) => {
  await as(RESIDENT)
  const order = c.orders[1]
  await go('/pages/order/index?id=' + order.id)
  await page.getByRole('button', { name: '改时间' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText(/现在约的是.* 9:00–11:00/).waitFor()
  await sheet.getByRole('radio', { name: /^9:00/ }).waitFor()
  assert.ok(await sheet.getByRole('radio', { name: /^9:00.*现在/ }).isDisabled(), 'the time it has is named, not offered')
  assert.ok(log.some((x) => x.path === `/api/v1/orders/${order.id}/slots`))
  assert.ok(!log.some((x) => /offerings\/.*\/slots/.test(x.path)), 'no guess at the address')
  await sheet.locator('input[name=time]:not([disabled])').last().check({ force: true })
  await sheet.getByText('改到这个时间不收钱').waitFor()
  await sheet.getByRole('button', { name: '改时间' }).click()
  await page.locator('.toast').getByText('改好了，').waitFor()
  const head = await page.locator('.bar-top').boundingBox(), toast = await page.locator('.toast').boundingBox()
  assert.ok(toast.y >= head.y && toast.y + toast.height <= head.y + head.height, 'the toast is a line of the head and covers nothing')
})

seen('a fee that changed in between is told in the open sheet and agreed to anew', {}, async ({ page, as, go, c, log }) => {
  await as(RESIDENT)
  const order = c.orders[1]
  await go('/pages/order/index?id=' + order.id)
  await page.getByRole('button', { name: '取消预约' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('现在取消不收钱').waitFor()
  order.starts = c.clockNow() + 5 * c.HOUR
  order.version++
  await sheet.getByRole('button', { name: '取消，不收钱' }).click()
  await sheet.getByText('现在取消收 20 元，全部给陈秋菊').waitFor()
  await sheet.getByText('要收的钱刚变了').waitFor()
  assert.equal(order.stage, 'accepted')
  await sheet.getByRole('button', { name: '取消，付 20 元' }).click()
  await page.getByRole('heading', { name: '已取消' }).waitFor()
  assert.deepEqual(log.filter((x) => x.path.endsWith('/cancel')).map((x) => x.body.fee_fen), [0, 2000])
})

seen('what was paid on site is shown; a bad order id leads to the orders', {}, async ({ page, as, go, c }) => {
  await as(RESIDENT)
  await go('/pages/order/index?id=' + c.orders[3].id)
  const said = await page.locator('main').innerText()
  assert.match(said, /现场付了 80 元\s+微信 · .* 11:05/)
  assert.doesNotMatch(said, /做完在现场付给企业/)
  await go('/pages/order/index?id=nope')
  await page.getByRole('button', { name: '看我的订单' }).click()
  await page.getByRole('radio', { name: '进行中' }).waitFor()
})

seen('booking says a rating once, and after a lost call that nothing was booked', {}, async ({ page, as, go, city }) => {
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.getByRole('button', { name: /确认预约，/ }).waitFor()
  for (const p of await page.locator('.slot .person').allInnerTexts()) assert.ok((p.match(/4\.\d/g) || []).length <= 1, p)
  city.state.down = true
  await page.getByRole('button', { name: /确认预约，/ }).click()
  await page.getByText('没约上，网断了。您填的都还在').waitFor()
  assert.equal(await page.getByText('没打开').count(), 0)
})

seen('the hotline\'s icon is white, in line and of a text\'s size', {}, async ({ page, as, go }) => {
  await as(RESIDENT)
  await go('/pages/search/index?q=zzz')
  const look = await page.locator('.state .btn-call').evaluate((e) => { const i = e.querySelector('.i'), r = i.getBoundingClientRect(), b = e.getBoundingClientRect(); return { color: getComputedStyle(i).color, width: r.width, off: Math.abs(r.y + r.height / 2 - b.y - b.height / 2) } })
  assert.deepEqual([look.color, look.width <= 28, look.off < 2], ['rgb(255, 255, 255)', true, true], JSON.stringify(look))
})

seen('an address form names every fault at the first press', {}, async ({ page, as, go, log }) => {
  await as(RESIDENT)
  await go('/pages/address/index')
  await page.getByLabel('姓名').fill('')
  await page.getByLabel('手机号').fill('1380792')
  await page.getByRole('button', { name: '存好地址' }).click()
  const said = (await page.getByRole('alert').allInnerTexts()).map((x) => x.trim())
  for (const x of ['还没选县市区', '还没写楼栋门牌', '还没写姓名', '还差 4 位，手机号是 11 位']) assert.ok(said.includes(x), x + ' in ' + said)
  assert.ok(await page.getByLabel('县、市、区').evaluate((e) => e === document.activeElement), 'the first fault has the focus')
  await page.getByLabel('手机号').fill('8112233')
  await page.getByRole('button', { name: '存好地址' }).click()
  await page.getByText('手机号 11 位，座机带区号').waitFor()
  assert.ok(!log.some((x) => x.method === 'POST' && x.path.endsWith('/addresses')))
})

seen('the calendar\'s legend and rows agree, its visits are named, and leave over a visit is refused in the sheet', {}, async ({ page, as, go, c, log }) => {
  c.hours.splice(0, 2, ['00:00', '24:00'])
  c.orders[2].stage = 'accepted'
  await as(WORKER)
  await go('/pages/calendar/index')
  assert.match(await page.locator('main').innerText(), /0:00–24:00/)
  assert.match(await page.locator('main').innerText(), /全天能上门/)
  await page.getByRole('link', { name: /16:30–18:00\s*上门做饭/ }).waitFor()
  await page.getByRole('button', { name: '请假' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('为什么').fill('家里有事')
  await sheet.getByRole('button', { name: '请假' }).click()
  await sheet.getByText('这段时间有一单：16:30').waitFor()
  assert.equal(await sheet.getByLabel('为什么').inputValue(), '家里有事')
  assert.equal(c.leaves.length, 0)
  await sheet.getByRole('button', { name: '全天' }).click()
  await sheet.getByRole('button', { name: '请假' }).click()
  await sheet.getByText('这段时间有一单').waitFor()
  assert.match(log.filter((x) => x.path.endsWith('/leaves')).at(-1).body.ends_at, /T00:00/)
})

seen('a visit is offered by day; the times of the night wait behind a button', {}, async ({ page, as, go, c }) => {
  c.dayOpens = '00:00'
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.locator('.pay .btn-main').waitFor()
  assert.match(await page.locator('.slot-on .num').innerText(), /^(8|9|1[0-8]):/, 'nobody is offered midnight unasked')
  // Whatever hour it is now, the day after tomorrow has its whole night.
  await page.locator('input[name=day]').nth(2).check({ force: true })
  await page.getByRole('radio', { name: /^8:00/ }).waitFor()
  assert.equal(await page.getByRole('radio', { name: /^[0-5]:/ }).count(), 0)
  await page.getByRole('button', { name: '看凌晨的时间' }).click()
  await page.getByRole('radio', { name: /^0:30/ }).waitFor()
})

seen('a price that is not for what stands on the page can\'t be agreed to', {}, async ({ page, as, go, context }) => {
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.locator('.pay .btn-main').waitFor()
  await context.setOffline(true)
  await page.locator('.slot:not(:has(.slot-on)) input[name=size]').first().check({ force: true })
  await page.getByText('没打开，网断了').waitFor()
  assert.equal(await page.locator('.pay .btn-main').count(), 0)
})

seen('signing in takes the place of a page of one\'s own: the way back ends at home', {}, async ({ page, go }) => {
  for (const own of ['devices', 'addresses', 'today']) {
    await go(`/pages/${own}/index`)
    await page.getByLabel('手机号').waitFor()
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByText('请个放心的阿姨').waitFor()
  }
})

seen('what is said once isn\'t said again by a reload, and what is ticked stays ticked', {}, async ({ page, as, go, c }) => {
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.locator('.pay .btn-main').click()
  await page.locator('.toast').getByText('约好了').waitFor()
  await page.reload()
  await page.getByText('一步一步').waitFor()
  assert.equal(await page.locator('.toast').count(), 0)
  c.orders[0].stage = 'serving'
  await as(WORKER)
  await go('/pages/visit/index?id=' + c.orders[0].id)
  await page.locator('.slot:has(.slot-tick) input').first().check({ force: true })
  await page.reload()
  await page.locator('.slot-on').waitFor()
})
