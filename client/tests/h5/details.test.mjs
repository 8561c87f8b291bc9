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

seen('a visit begun yesterday stays in her day and her calendar until she finishes it, the one under way first', {}, async ({ page, as, go, c }) => {
  c.orders.forEach((o) => { o.stage = 'cancelled' })
  const yesterday = c.addDays(c.today, -1)
  const night = c.order({ offering: 'o-elderly-care-1', worker: 'w-1', stage: 'serving', starts: c.at(yesterday, '22:00') })
  const slipped = c.order({ offering: 'o-cooking-1', worker: 'w-1', stage: 'accepted', starts: c.at(yesterday, '09:00') })
  c.order({ offering: 'o-regular-cleaning-1', worker: 'w-1', stage: 'accepted', starts: c.at(c.today, '23:30') })
  await as(WORKER)
  await go('/pages/today/index')
  const now = page.locator('.card.is-now')
  assert.match(await now.innerText(), /服务中[\s\S]*昨天 22:00 钟点照护/)
  const left = page.locator('.card', { has: page.getByRole('heading', { name: '还没做完' }) })
  assert.match(await left.innerText(), /昨天 9:00 上门做饭[\s\S]*已接单/)
  await go('/pages/calendar/index')
  const row = page.locator('.dayrow').first()
  await row.getByRole('link', { name: /昨天 22:00–0:00\s*钟点照护/ }).waitFor()
  await row.getByRole('link', { name: /昨天 9:00–10:30\s*上门做饭/ }).waitFor()
  await row.getByRole('link', { name: /23:30/ }).waitFor()
  // What is over gives way to what is to come, and keeps its place below.
  night.stage = 'finished'
  await go('/pages/today/index')
  assert.match(await now.innerText(), /下一单[\s\S]*23:30 日常保洁/)
  assert.match(await left.innerText(), /昨天 9:00/)
  slipped.stage = 'cancelled'
  await go('/pages/today/index')
  assert.equal(await left.count(), 0)
})

seen('offers begin with the soonest and go on', {}, async ({ page, as, go, c }) => {
  c.orders[2].stage = 'cancelled'
  for (let n = 1; n <= 25; n++) c.order({ offering: 'o-cooking-1', worker: 'w-1', stage: 'assigned', starts: c.at(c.addDays(c.today, n), '10:00') })
  await as(WORKER)
  await go('/pages/offers/index')
  await page.getByRole('heading', { name: '25 单等您回话' }).waitFor()
  assert.equal(await page.locator('.offer').count(), 20)
  assert.match(await page.locator('.offer').first().innerText(), /明天 10:00/)
  await page.getByRole('button', { name: '再看一些' }).click()
  await page.locator('.offer').nth(24).waitFor()
  assert.equal(await page.getByRole('button', { name: '再看一些' }).count(), 0)
  await go('/pages/today/index')
  assert.match(await page.locator('.offer').first().innerText(), /明天 10:00/)
})

seen('lists go on: messages, stations, devices, orders; all messages can be read at once', {}, async ({ page, as, go, c, city, log }) => {
  const more = page.getByRole('button', { name: '再看一些' })
  c.notices.splice(0)
  for (let n = 0; n < 45; n++) c.notices.push({ id: 'nn-' + n, owner: 'a-r1', says: c.both(`第 ${n} 条`, `No ${n}`), about: { kind: 'order', id: c.orders[0].id }, at: c.clockNow() - n * c.HOUR, read_at: null })
  for (let n = 0; n < 60; n++) c.stations.push({ ...c.stations[0], id: 'sx-' + n, name: `驿站${n}` })
  for (let n = 0; n < 30; n++) c.tokens.set('tk-' + n, { id: 'tk-' + n, account: 'a-r1', device: 'Phone ' + n, at: c.clockNow() })
  for (let n = 0; n < 30; n++) c.order({ offering: 'o-cooking-1', stage: 'placed', starts: c.at(c.addDays(c.today, 1 + (n % 28)), '10:00') })
  await as(RESIDENT)
  await go('/pages/inbox/index')
  assert.equal(await page.locator('.list-li').count(), 20)
  city.state.down = true
  await more.click()
  await page.getByText('没打开，网断了').waitFor()
  assert.equal(await page.locator('.list-li').count(), 20, 'what was there stays')
  city.state.down = false
  await more.click()
  await page.locator('.list-li').nth(39).waitFor()
  assert.equal(await page.getByText('没打开，网断了').count(), 0)
  await page.getByRole('button', { name: '全部看过' }).click()
  await page.getByText('45 条没看').waitFor({ state: 'detached' })
  assert.deepEqual(log.find((x) => x.path.endsWith('/notices/read')).body, {})
  assert.equal(c.notices.filter((n) => !n.read_at).length, 0)
  assert.equal(await page.locator('.list-li').count(), 40, 'asked anew, it stays as long as it was')
  await more.click()
  await page.locator('.list-li').nth(44).waitFor()
  assert.equal(await more.count(), 0)
  await go('/pages/stations/index')
  await page.getByLabel('县、市、区').selectOption({ label: '全市' })
  await more.click()
  await page.locator('li.card').nth(62).waitFor()
  assert.equal(await more.count(), 0)
  await go('/pages/devices/index')
  await more.click()
  await page.locator('li.list-i').nth(30).waitFor()
  await go('/pages/orders/index')
  assert.equal(await page.locator('main li > .card, main li > a').count(), 33, 'what is to come is there to its end')
  assert.match(await page.locator('main li').nth(1).innerText(), /明天 10:00/)
})

seen('whoever must wait for a code sees for how long; another number need not', {}, async ({ page, go, c }) => {
  c.sent.set(RESIDENT, c.clockNow() - 20_000)
  await go('/pages/signin/index')
  await page.getByLabel('手机号').fill(RESIDENT)
  await page.getByRole('button', { name: '发验证码' }).click()
  await page.getByText(/刚发过验证码/).waitFor()
  await page.getByRole('button', { name: /^(40|3\d) 秒后再发$/ }).waitFor()
  await page.getByRole('button', { name: /^3[0-8] 秒后再发$/ }).waitFor()
  c.tooManyCodes_min = 25
  await page.getByLabel('手机号').fill('13807920002')
  await page.getByRole('button', { name: '发验证码' }).click()
  await page.getByRole('button', { name: '25 分钟后再发' }).waitFor()
})

seen('later days come week by week up to the horizon, for booking and for moving', {}, async ({ page, as, go, c, log, city }) => {
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.locator('.pay .btn-main').waitFor()
  const asked = () => log.filter((x) => x.path.endsWith('/slots')).map((x) => [x.query.from, x.query.to])
  const day = (n) => c.addDays(c.today, n)
  assert.deepEqual(asked(), [[day(0), day(6)]], 'both days count: a week is six days on')
  const later = page.getByRole('button', { name: '看后面的日子' }), days = page.locator('input[name=day]')
  assert.equal(await days.count(), 7)
  const paid = await page.locator('.pay-p').innerText()
  city.state.down = true
  await later.click()
  await page.getByText('没打开，网断了').waitFor()
  assert.equal(await page.locator('.pay-p').innerText(), paid, 'what was chosen stays')
  city.state.down = false
  for (const many of [14, 21, 28, 31]) { await later.click(); await days.nth(many - 1).waitFor({ state: 'attached' }); assert.equal(await days.count(), many) }
  assert.equal(await later.count(), 0, 'the server takes no bookings beyond')
  assert.equal(await page.locator('.pay-p').innerText(), paid)
  const last = page.locator('input[name=day]:not([disabled])').last()
  await last.check({ force: true })
  await page.getByRole('button', { name: /确认预约，/ }).waitFor()
  await page.getByRole('button', { name: /确认预约，/ }).click()
  await page.getByText('约好了，等企业确认').waitFor()
  const booked = c.orders.at(-1)
  assert.ok(booked.starts > c.clockNow() + 27 * c.DAY, 'on one of the last days')
  // Moving it shows the weeks until the day it has.
  log.splice(0)
  await page.getByRole('button', { name: '改时间' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('现在约的是').waitFor()
  await sheet.getByRole('radio', { name: /现在/ }).waitFor()
  assert.deepEqual(asked().sort(), [[day(0), day(13)], [day(14), day(27)], [day(28), day(30)]], 'no look spans more than two weeks')
  await page.keyboard.press('Escape')
  await go('/pages/order/index?id=' + c.orders[1].id)
  await page.getByRole('button', { name: '改时间' }).click()
  await sheet.getByRole('button', { name: '看后面的日子' }).click()
  await sheet.locator('input[name=day]').nth(13).waitFor({ state: 'attached' })
  await sheet.locator('input[name=day]:not([disabled])').last().check({ force: true })
  await sheet.locator('input[name=time]:not([disabled])').first().check({ force: true })
  await sheet.getByText('改到这个时间不收钱').waitFor()
  await sheet.getByRole('button', { name: '改时间' }).click()
  await page.locator('.toast').getByText('改好了，').waitFor()
  assert.ok(c.orders[1].starts > c.clockNow() + 10 * c.DAY)
})

seen('where a week has nobody, one press goes on to the first free day', {}, async ({ page, as, go, c, city }) => {
  c.freeFrom = c.addDays(c.today, 17)
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.getByText('这几天没有空的人').waitFor()
  await page.getByRole('button', { name: '看后面的日子' }).click()
  await page.getByRole('button', { name: /确认预约，/ }).waitFor()
  assert.equal(await page.locator('input[name=day]').count(), 21)
  c.freeFrom = c.addDays(c.today, 60)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.getByRole('button', { name: '看后面的日子' }).click()
  await page.getByText('30 天里都没有空的人').waitFor()
  assert.equal(await page.getByRole('button', { name: '看后面的日子' }).count(), 0)
  await page.getByRole('button', { name: '看别家' }).waitFor()
})

seen('a time just past the last day shown is not offered before its day is', {}, async ({ page, as, go, c }) => {
  // A server that counts the way to the door as part of the visit gives 0:00 of the next day along.
  c.freeFrom = c.addDays(c.today, 60)
  const past = c.at(c.addDays(c.today, 7), '00:00')
  await page.route(/offerings\/.*\/slots/, async (r) => { const x = await r.fetch(), body = await x.json(); if (new URL(r.request().url()).searchParams.get('to') === c.addDays(c.today, 6)) body.items.push({ starts_at: c.iso(past), ends_at: c.iso(past + 2 * c.HOUR), workers_free: 1 }); await r.fulfill({ response: x, json: body }) })
  await as(RESIDENT)
  await go('/pages/book/index?offering=o-regular-cleaning-1')
  await page.getByText('这几天没有空的人').waitFor()
  await page.getByRole('button', { name: '看后面的日子' }).click()
  await page.getByRole('button', { name: /确认预约，/ }).waitFor()
  assert.equal(await page.locator('input[name=day]').count(), 14)
  assert.match(await page.locator('.slot-on .num').last().innerText(), /^0:00/)
})

seen('the nearest station is asked for by the address\'s point where one is known', {}, async ({ page, as, go, c, log }) => {
  Object.assign(c.addresses[0], { lat: 29.7301, lng: 115.9902 })
  await as(RESIDENT)
  await go('/pages/home/index')
  await page.getByText('湖滨社区驿站').waitFor()
  assert.equal(log.filter((x) => x.path.endsWith('/stations')).at(-1).query.near, '29.7301,115.9902')
  delete c.addresses[0].lat
  await go('/pages/home/index')
  await page.getByText('莲花社区驿站').waitFor()
})
