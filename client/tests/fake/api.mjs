// Answers the API's contract over a fake city: `answer({method, path, query, headers, body})` → `{status, headers, body}`.
import { makeCity } from './city.mjs'

export function makeApi({ now } = {}) {
  const c = makeCity(now)
  const { iso, MIN, DAY, HOUR } = c
  const log = []

  function answer(asked) {
    const headers = Object.fromEntries(Object.entries(asked.headers || {}).map(([k, v]) => [k.toLowerCase(), v]))
    let method = asked.method
    if (method === 'POST' && headers['x-http-method-override']) method = headers['x-http-method-override']
    const url = new URL(asked.url, 'http://fake')
    const q = Object.fromEntries(url.searchParams)
    const lang = /^en/i.test(headers['accept-language'] || '') ? 'en' : 'zh'
    let body = {}
    try { body = asked.body ? JSON.parse(asked.body) : {} } catch { return problem(400, 'malformed', 'JSON') }
    log.push({ method, path: url.pathname, query: q, body, key: headers['idempotency-key'], etag: headers['if-none-match'], lang })
    const s = (x) => (x && typeof x === 'object' && 'zh' in x ? x[lang] : x)
    const say = (zh, en) => (lang === 'en' ? en : zh)
    function problem(status, code, detail, more = {}) {
      return { status, headers: { 'content-type': 'application/problem+json' }, body: { type: `urn:xunjiasao:${code}`, title: detail, status, code, detail, ...more } }
    }
    const ok = (b, status = 200, h = {}) => ({ status, headers: { 'content-type': 'application/json', ...h }, body: b })
    const limited = (code, detail, facts) => { const r = problem(429, code, detail, facts); r.headers['retry-after'] = String(facts.seconds || 60 * facts.minutes); return r }
    const none = () => ({ status: 204, headers: {}, body: undefined })
    const list = (items, more = {}) => ok({ items, next: null, ...more })
    /** A page of a list: `limit` and `cursor` as the server cuts. */
    const cut = (items, more = {}) => { const from = Number(q.cursor) || 0, to = from + Math.min(Number(q.limit) || 20, 100); return list(items.slice(from, to), { next: to < items.length ? String(to) : null, ...more }) }
    const token = (headers.authorization || '').replace(/^Bearer /, '')
    const me = c.accounts.find((a) => a.id === c.tokens.get(token)?.account)
    const path = url.pathname.replace(/^\/api\/v1/, '')
    const p = path.split('/').filter(Boolean).map(decodeURIComponent)
    const is = (m, pattern) => m === method && pattern.split('/').filter(Boolean).length === p.length && pattern.split('/').filter(Boolean).every((x, i) => x === '*' || x === p[i])

    // ---- open to all
    if (is('GET', '/config')) return ok({ brand: s(c.both('浔家嫂', 'Xunjiasao')), city: { id: 'd-jj', code: '360400', name: '九江市' }, demo: true, hotline: '0792-0000000', languages: ['zh-Hans', 'en'], slot_min: 30 })
    if (is('GET', '/demo/accounts')) return list([
      { role: 'resident', name: '刘志红', phone: '13807920001', note: say('有在路上的单、再约一次、两个地址', 'A visit on its way, a past one, two addresses') },
      { role: 'resident', name: '新居民', phone: '13807920002', note: say('什么都还没有', 'Nothing yet') },
      { role: 'worker', name: '王桂花', phone: '13807920011', note: say('今天有单，一单等回话', 'A visit today, an offer waiting') },
      { role: 'enterprise', name: '浔安家政', phone: '13807920021', password: 'x', note: '' },
    ])
    if (is('POST', '/session/codes')) {
      if (!/^1\d{10}$/.test(body.phone || '')) return problem(422, 'invalid', say('手机号是 11 位', 'A mobile number has 11 digits'), { fields: { phone: say('手机号是 11 位', 'A mobile number has 11 digits') } })
      const left = 60 - Math.floor((c.clockNow() - (c.sent.get(body.phone) || 0)) / 1000)
      if (left > 0) return limited('code_too_soon', say(`刚发过验证码，${left} 秒后再试`, `A code was just sent. You can ask again in ${left} seconds.`), { seconds: left })
      if (c.tooManyCodes_min) return limited('too_many_codes', say(`一小时里发了 5 次，${c.tooManyCodes_min} 分钟后再试`, `This phone got 5 codes within an hour. Please try again in ${c.tooManyCodes_min} minutes.`), { most: 5, minutes: c.tooManyCodes_min })
      c.codes.set(body.phone, '246810')
      c.sent.set(body.phone, c.clockNow())
      return ok({ expires_in_s: 300, retry_in_s: 60, demo_code: '246810' }, 202)
    }
    if (is('POST', '/session')) {
      if (c.codes.get(body.phone) !== body.code) return problem(422, 'code_wrong', say('码不对，再看一眼短信', 'That code is wrong. Check the message'), { fields: { code: say('码不对，再看一眼短信', 'That code is wrong. Check the message') } })
      c.sent.delete(body.phone)
      let a = c.accounts.find((x) => x.phone === body.phone)
      if (!a) { a = { id: c.id('a'), name: '', phone: body.phone, roles: ['resident'], language: 'zh-Hans' }; c.accounts.push(a) }
      return ok(open(a))
    }
    if (is('POST', '/session/wechat')) {
      if (!body.phone_code) return problem(409, 'phone_needed', say('还要确认一次手机号', 'Please confirm your number'))
      return ok(open(c.accounts[0]))
    }
    function open(a) {
      const t = c.id('token')
      c.tokens.set(t, { id: c.id('s'), account: a.id, device: 'Chromium', at: c.clockNow() })
      return { token: t, ...card(a) }
    }
    function card(a) {
      return { account: { id: a.id, name: a.name, phone_masked: a.phone.slice(0, 3) + '****' + a.phone.slice(-4), language: a.language }, roles: a.roles, seats: a.roles.includes('worker') ? [{ role: 'worker', organization: { id: 'e-1', name: c.firms[0].name }, division: null }] : [] }
    }
    if (is('GET', '/divisions')) {
      let items = c.divisions
      if (q.level) items = items.filter((d) => d.level === q.level)
      if (q.parent) items = items.filter((d) => d.parent === q.parent)
      if (q.q) items = items.filter((d) => d.full_name.includes(q.q))
      return list(items)
    }
    const svc = (x) => ({ slug: x.slug, name: s(x.name), icon: x.icon, category: x.category })
    if (is('GET', '/services')) return list(c.services.filter((x) => !q.q || matches(x, q.q)).map((x) => ({ ...svc(x), flow: x.flow, unit: x.unit, unit_label: s(x.unit_label), from_fen: x.from_fen, offerings: c.offerings.filter((o) => o.service === x).length })))
    function matches(x, word) { const PINYIN = { 'regular-cleaning': 'richangbaojie', 'bathing-help': 'laorenzhuyu', cooking: 'shangmenzuofan' }; return x.name.zh.includes(word) || x.name.en.toLowerCase().includes(word.toLowerCase()) || (PINYIN[x.slug] || '').includes(word.toLowerCase()) }
    const short = (o) => ({ id: o.id, service: svc(o.service), enterprise: o.enterprise, price_fen: o.price_fen, unit: o.unit, unit_label: s(o.service.unit_label), min_quantity: o.min_quantity, promise: o.promise && { ...o.promise, label: s(o.promise.label) }, rating_milli: o.rating_milli, reviews: o.reviews })
    if (is('GET', '/offerings')) {
      const items = c.offerings.filter((o) => (!q.service || o.service.slug === q.service) && (!q.q || matches(o.service, q.q) || o.enterprise.name.includes(q.q)))
      items.sort((a, b) => (q.sort === 'price' ? a.price_fen - b.price_fen : (b.rating_milli || 0) - (a.rating_milli || 0)))
      return cut(items.map(short))
    }
    const offering = p[0] === 'offerings' && c.offerings.find((o) => o.id === p[1])
    if (p[0] === 'offerings' && p[1] && !offering) return problem(404, 'missing', say('没找到这项服务', 'This service was not found'))
    if (is('GET', '/offerings/*')) return ok({
      ...short(offering), summary: say('按清单做，做完请您看一遍。', 'Done by the list; you look it over at the end.'),
      does: say(['客厅、卧室地面和家具擦净', '厨房台面、灶台去油', '卫生间洗手台、马桶、地面'], ['Floors and furniture in all rooms', 'Kitchen tops and stove', 'Basin, toilet and bathroom floor']),
      does_not: say(['不擦窗外的玻璃', '不搬大件家具'], ['Outside of windows', 'Moving heavy furniture']),
      quantity: offering.quantity, minutes_per_unit: offering.minutes_per_unit, minutes_fixed: offering.minutes_fixed,
      extras: offering.extras.map((x) => ({ ...x, name: s(x.name) })), surcharges: [{ kind: 'weekend', label: say('周末', 'Weekend'), bp: 2000 }, { kind: 'evening', label: say('18:00 以后', 'After 18:00'), bp: 1500 }],
      contract_with: offering.enterprise.name, cancel_rule: s(c.RULE),
    })
    if (is('GET', '/stations')) {
      const [lat, lng] = (q.near || '').split(',').map(Number)
      const away = (x) => (q.near ? Math.round(Math.hypot(x.lat - lat, x.lng - lng) * 100_000) : null)
      const items = c.stations.filter((x) => !q.division || x.division === q.division || c.division(x.division).code.startsWith(c.division(q.division)?.code || q.division)).map((x) => ({ id: x.id, name: x.name, division: c.place(x.division), address: x.address, phone: x.phone, hours: say('每天 8:30–18:00', 'Daily 8:30–18:00'), distance_m: away(x) }))
      return q.near ? list(items.sort((a, b) => a.distance_m - b.distance_m).slice(0, Number(q.limit) || 20)) : cut(items)
    }

    // ---- signed in
    if (!me) return problem(401, 'sign_in', say('请先登录', 'Please sign in first'))
    if (is('GET', '/session')) return ok(card(me))
    if (is('DELETE', '/session')) { c.tokens.delete(token); return none() }
    if (is('GET', '/sessions')) return cut([...c.tokens].filter(([, t]) => t.account === me.id).map(([t, x]) => ({ id: x.id, device: x.device, created_at: iso(x.at), seen_at: iso(c.clockNow()), current: t === token })).concat({ id: 's-old', device: 'iPhone 微信', created_at: iso(c.clockNow() - 9 * DAY), seen_at: iso(c.clockNow() - 2 * DAY), current: false }))
    if (is('DELETE', '/sessions/*')) return none()
    if (is('PATCH', '/account')) {
      if (body.name !== undefined && !body.name) return problem(422, 'invalid', say('名字还没写', 'The name is missing'), { fields: { name: say('名字还没写', 'The name is missing') } })
      Object.assign(me, body)
      return ok(card(me).account)
    }
    if (is('GET', '/consents')) return list(c.consents.filter((x) => x.given_at).map((x) => ({ purpose: x.purpose, label: s(x.label), version: x.version, given_at: x.given_at })))
    if (is('POST', '/consents')) { c.consents.find((x) => x.purpose === body.purpose).given_at = iso(c.clockNow()); return ok({}, 201) }
    if (is('DELETE', '/consents/*')) { c.consents.find((x) => x.purpose === p[1]).given_at = null; return none() }
    const address = (a) => ({ id: a.id, label: a.label, division: c.place(a.division), detail: a.detail, full: c.full(a), contact_name: a.contact_name, contact_phone: a.contact_phone, is_default: a.is_default, ...(a.lat ? { lat: a.lat, lng: a.lng } : {}) })
    const mine = c.addresses.filter((a) => a.owner === me.id)
    if (is('GET', '/addresses')) return cut(mine.map(address))
    if (is('POST', '/addresses') || is('PATCH', '/addresses/*')) {
      const a = p[1] ? mine.find((x) => x.id === p[1]) : { id: c.id('ad'), owner: me.id, label: '', is_default: !mine.length }
      if (!a) return problem(404, 'missing', say('没找到这个地址', 'This address was not found'))
      if (body.contact_phone !== undefined && !/^1\d{10}$|^0\d{9,11}$/.test(body.contact_phone)) { const x = say(`还差 ${Math.max(1, 11 - body.contact_phone.length)} 位，手机号是 11 位`, `${Math.max(1, 11 - body.contact_phone.length)} digits missing; it should have 11`); return problem(422, 'invalid', x, { fields: { contact_phone: x } }) }
      if (body.is_default) mine.forEach((x) => { x.is_default = false })
      Object.assign(a, body)
      if (!p[1]) c.addresses.push(a)
      return ok(address(a), p[1] ? 200 : 201)
    }
    if (is('DELETE', '/addresses/*')) { const i = c.addresses.findIndex((a) => a.id === p[1] && a.owner === me.id); if (i < 0) return problem(404, 'missing', 'x'); c.addresses.splice(i, 1); return none() }

    const slotsOf = (o, from, to, quantity, extras) => {
      const minutes = c.minutesOf(o, quantity, extras)
      const items = []
      // Both days count whole. Two weeks at a look, nothing past the horizon.
      if ((Date.parse(to) - Date.parse(from)) / DAY > 13) throw new Error('more than 14 days asked')
      for (let on = from; on <= to; on = c.addDays(on, 1)) {
        if (new Date(on + 'T00:00:00Z').getUTCDay() === 3 || on < c.freeFrom) continue
        for (let t = c.at(on, c.dayOpens); t + minutes * MIN <= c.at(on, '18:00'); t += 30 * MIN) {
          if (t < c.clockNow() + HOUR || t > c.clockNow() + 30 * DAY) continue
          const n = (t / (30 * MIN) + on.charCodeAt(9)) % 7
          items.push({ starts_at: iso(t), ends_at: iso(t + minutes * MIN), workers_free: c.busy.has(o.id + '|' + iso(t)) || n === 2 ? 0 : (n % 4) + 1 })
        }
      }
      return items
    }
    const extrasOf = (x) => (Array.isArray(x) ? x : (x || '').split(',')).filter(Boolean)
    if (is('GET', '/offerings/*/slots')) {
      if (!mine.some((a) => a.id === q.address)) return problem(422, 'invalid', say('这个地址不在了', 'This address is gone'), { fields: { address: say('这个地址不在了', 'This address is gone') } })
      return list(slotsOf(offering, (q.from || c.today).slice(0, 10), (q.to || c.addDays(c.today, 6)).slice(0, 10), Number(q.quantity), extrasOf(q.extras)))
    }
    const workerOut = (w, phone = null) => w && ({ id: w.id, name: w.name, grade_label: s(w.grade_label), rating_milli: w.rating_milli, orders_done: w.orders_done, trust: { color: w.trust, label: s(c.TRUST[w.trust]), reasons: w.trust === 'green' ? [] : [say('健康证：还有 28 天到期', 'Health check: ends in 28 days')] }, phone })
    if (is('GET', '/offerings/*/candidates')) return list(c.workers.slice(1).map((w, i) => { const { phone: _p, ...out } = workerOut(w); return { ...out, distance_m: 800 + i * 650, score: 9200 - i * 300, reasons: [[say('来过 6 次', 'Came 6 times before')], [say('离您 1.5 公里', '1.5 km away')], [say('离您 2.1 公里', '2.1 km away')], [say('今天单最少', 'Fewest visits today')]][i].concat(w.rating_milli ? say(`评分 ${(w.rating_milli / 1000).toFixed(1)}`, `Rated ${(w.rating_milli / 1000).toFixed(1)}`) : []) } }))
    if (is('POST', '/quotes')) {
      if (!c.consents[0].given_at) return problem(409, 'consent_withdrawn', say('您撤回了用手机号和地址办理预约的同意。', 'You withdrew your consent to use your phone and address.'))
      const o = c.offerings.find((x) => x.id === body.offering)
      const t = Date.parse(body.starts_at)
      const ls = c.lines(o, t, body.quantity, body.extras)
      const made = { id: c.id('q'), wish: JSON.stringify([body.offering, body.address, body.starts_at, body.quantity, body.extras]), valid: c.clockNow() + 15 * MIN, total: ls.reduce((n, l) => n + l.amount_fen, 0) }
      c.quotes.set(made.id, made)
      const minutes = c.minutesOf(o, body.quantity, body.extras)
      return ok({ id: made.id, lines: ls.map((l) => ({ ...l, label: s(l.label) })), total_fen: made.total, minutes, ends_at: iso(t + minutes * MIN), valid_until: iso(made.valid), contract_with: o.enterprise.name, cancel_rule: s(c.RULE) }, 201)
    }

    // ---- orders
    const worker = c.workers.find((w) => w.account === me.id)
    const FREE_MS = 24 * HOUR
    const feeOf = (o) => (o.stage === 'on_the_way' ? 6000 : o.stage === 'accepted' && o.starts - c.clockNow() < FREE_MS ? 2000 : 0)
    const told = (o) => (feeOf(o) ? say(`现在取消收 ${feeOf(o) / 100} 元，全部给${c.workers.find((w) => w.id === o.worker).name}`, `Cancelling now costs ${feeOf(o) / 100} yuan, all goes to the worker`) : say('现在取消不收钱', 'Cancelling now is free'))
    function steps(o, role) {
      const st = o.stage, out = []
      const push = (name, blocked = null, tells = null) => out.push({ name, label: s(c.STEP[name]), blocked, tells })
      if (role === 'worker') {
        if (st === 'assigned') { push('accept'); push('decline') }
        if (st === 'accepted') { push('depart', null, o.starts - c.clockNow() > 6 * HOUR ? say(`${c.clock(o.starts)} 才开始。现在就出发吗？`, `It starts at ${c.clock(o.starts)}. Leave now?`) : null); push('decline') }
        if (st === 'on_the_way') push('arrive')
        if (st === 'serving') push('finish')
      } else {
        if (st === 'finished') push('approve')
        if (st === 'finished' || st === 'approved') push('review')
        if (['placed', 'confirmed', 'assigned', 'accepted'].includes(st)) { push('reschedule', null, say('现在改时间不收钱', 'Changing the time now is free')); push('cancel', null, told(o)) }
        if (st === 'on_the_way') { push('reschedule', say('她已经出发，不能改时间', 'She has left: the time can’t change')); push('cancel', null, told(o)) }
      }
      return out
    }
    function headline(o, w) {
      const name = w?.name || ''
      return s({
        placed: c.both('约好了，等企业确认', 'Booked. The enterprise confirms next'), confirmed: c.both('企业在派人', 'Someone is being assigned'), assigned: c.both(`问了${name}，等她接单`, `${name} was asked, waiting for her answer`),
        accepted: c.both(`${name}会准时到`, `${name} will be there on time`), on_the_way: c.both(`${name}在路上`, `${name} is on her way`), serving: c.both(`${name}正在服务`, `${name} is at work`), finished: c.both('做完了，请您确认', 'Done. Please confirm'),
        approved: c.both('确认好了，说说怎么样', 'Confirmed. How was it?'), reviewed: c.both('谢谢您的评价', 'Thank you for your review'), cancelled: c.both('已取消', 'Cancelled'),
      }[o.stage])
    }
    function out(o, role, all) {
      const off = c.offerings.find((x) => x.id === o.offering)
      const w = c.workers.find((x) => x.id === o.worker)
      const a = c.addresses.find((x) => x.id === o.address)
      const resident = c.accounts.find((x) => x.id === o.resident)
      const known = role !== 'worker' || c.STAGES.indexOf(o.stage) >= 3
      const base = {
        id: o.id, number: o.number, stage: o.stage, stage_label: s(c.STAGE[o.stage]), headline: headline(o, w), service: svc(off.service), offering: off.id, enterprise: off.enterprise,
        worker: workerOut(w, role === 'resident' && ['accepted', 'on_the_way', 'serving'].includes(o.stage) ? '13807920011' : null),
        resident: { id: resident.id, name: resident.name, phone_masked: '138****0001' },
        address: known ? { full: c.full(a), contact_name: a.contact_name, contact_phone: a.contact_phone } : { full: c.division(a.division).full_name, contact_name: '', contact_phone: '' },
        starts_at: iso(o.starts), ends_at: iso(o.ends), minutes: o.minutes, quantity: o.quantity, unit_label: s(off.service.unit_label), extras: o.extras.map((x) => ({ code: x, name: s(off.extras.find((e) => e.code === x).name) })),
        total_fen: o.total, fee_fen: o.fee_fen, promise: off.promise && { ...off.promise, label: s(off.promise.label) }, steps: steps(o, role), version: o.version,
      }
      if (!all) return base
      const reached = c.STAGES.indexOf(o.stage)
      const line = o.stage === 'cancelled'
        ? [{ stage: 'placed', label: s(c.STAGE.placed), state: 'done', at: iso(o.placed_at), expected_at: null }, { stage: 'cancelled', label: s(c.STAGE.cancelled), state: 'bad', at: iso(o.placed_at + HOUR), expected_at: null }]
        : c.STAGES.map((st, i) => ({ stage: st, label: s(c.STAGE[st]), state: i < reached || o.stage === 'reviewed' ? 'done' : i === reached ? 'now' : 'todo', at: i <= reached ? iso(o.at[st] || o.placed_at) : null, expected_at: st === 'serving' ? iso(o.starts) : st === 'finished' ? iso(o.ends) : null }))
      return {
        ...base, lines: o.lines.map((l) => ({ ...l, label: s(l.label) })), door_code: role === 'resident' && ['assigned', 'accepted', 'on_the_way'].includes(o.stage) ? o.code : null,
        checklist: [['look', say('先看一遍，说好先做哪里', 'Look round and agree where to start')], ['work', say('按清单做', 'Work by the list')], ['show', say('做完请住家看一遍', 'Show the result')]].map(([key, label]) => ({ key, label, done: o.checked.includes(key) })),
        payment: o.paid && { amount_fen: o.paid.amount_fen, means: o.paid.means, means_label: s(c.MEANS[o.paid.means]), at: iso(o.paid.at) },
        cancel_fee_fen: steps(o, role).some((x) => x.name === 'cancel' && !x.blocked) ? feeOf(o) : null,
        review: o.review && { ...o.review, at: iso(o.review.at) }, line, timeline: o.timeline.map((e) => ({ ...e, says: s(e.says), at: iso(e.at) })),
      }
    }
    const roleOf = (o) => (o.resident === me.id ? 'resident' : worker && o.worker === worker.id ? 'worker' : null)
    if (is('GET', '/orders')) {
      let items = c.orders.filter((o) => (q.as === 'worker' ? worker && o.worker === worker.id : o.resident === me.id))
      if (q.stage) items = items.filter((o) => q.stage.split(',').includes(o.stage))
      if (q.from) items = items.filter((o) => o.starts >= Date.parse(q.from))
      if (q.to) items = items.filter((o) => o.starts < Date.parse(q.to))
      if (q.on) items = items.filter((o) => c.dateOf(o.starts) === q.on)
      items.sort((a, b) => (q.on ? a.starts - b.starts : b.starts - a.starts))
      return cut(items.map((o) => out(o, q.as === 'worker' ? 'worker' : 'resident', false)))
    }
    if (is('POST', '/orders')) {
      const key = headers['idempotency-key']
      if (!key) return problem(400, 'key_missing', 'Idempotency-Key')
      const before = c.keys.get(key)
      if (before) return before.body === asked.body ? ok(out(before.order, 'resident', true), 201) : problem(409, 'key_reused', say('这个请求已经用过', 'This key was used for another request'))
      const quote = c.quotes.get(body.quote)
      const o = c.offerings.find((x) => x.id === body.offering)
      if (!quote || quote.valid < c.clockNow() || quote.wish !== JSON.stringify([body.offering, body.address, body.starts_at, body.quantity, body.extras])) return problem(409, 'quote_stale', say('报价过期了', 'The quote has run out'))
      if (c.busy.has(o.id + '|' + body.starts_at)) {
        const free = slotsOf(o, c.today, c.addDays(c.today, 6), body.quantity, body.extras).filter((x) => x.workers_free > 0 && Date.parse(x.starts_at) >= Date.parse(body.starts_at)).slice(0, 3)
        return problem(409, 'slot_taken', say(`${c.clock(Date.parse(body.starts_at))} 刚被约走了，还有这些时间`, `${c.clock(Date.parse(body.starts_at))} was just taken; these are free`), { alternatives: free })
      }
      const made = c.order({ offering: o.id, resident: me.id, address: body.address, starts: Date.parse(body.starts_at), quantity: body.quantity, extras: body.extras, worker: null, stage: 'placed', placed_at: c.clockNow() })
      c.busy.add(o.id + '|' + body.starts_at)
      c.keys.set(key, { body: asked.body, order: made })
      return ok(out(made, 'resident', true), 201)
    }
    const order = p[0] === 'orders' && c.orders.find((o) => o.id === p[1] && roleOf(o))
    if (p[0] === 'orders' && p[1] && !order) return problem(404, 'missing', say('没找到这一单', 'This order was not found'))
    if (is('GET', '/orders/*')) {
      const etag = `"${order.id}-${order.version}-${roleOf(order)}-${lang}"`
      if (headers['if-none-match'] === etag) return { status: 304, headers: { etag }, body: undefined }
      return ok(out(order, roleOf(order), true), 200, { etag })
    }
    if (is('GET', '/orders/*/slots')) {
      // The time that the order holds is free to it.
      const o = c.offerings.find((x) => x.id === order.offering)
      const items = slotsOf(o, q.from || c.today, q.to || c.addDays(c.today, 6), order.quantity, order.extras)
      return list(items.map((x) => (Date.parse(x.starts_at) === order.starts ? { ...x, workers_free: 1 } : x)))
    }
    if (is('GET', '/orders/*/reschedule')) return ok({ total_fen: order.total, fee_fen: 0, tells: say('改到这个时间不收钱，价格不变', 'Moving there is free; the price stays') })
    if (p[0] === 'orders' && p.length === 3 && method === 'POST') {
      const name = p[2], role = roleOf(order)
      const step = steps(order, role).find((x) => x.name === name)
      if (!step || step.blocked) return problem(409, 'step_closed', step?.blocked || say('这一步现在不能做', 'This can’t be done now'))
      if (name === 'cancel' && body.fee_fen != null && body.fee_fen !== feeOf(order)) return problem(409, 'fee_changed', say(`取消要收的钱变了。${told(order)}`, `Meanwhile the cost of cancelling has changed. ${told(order)}`), { fee_fen: feeOf(order) })
      const go = (stage) => { order.stage = stage; order.at[stage] = c.clockNow() }
      if (name === 'accept') go('accepted')
      if (name === 'decline') { go('confirmed'); order.worker = null }
      if (name === 'depart') go('on_the_way')
      if (name === 'arrive') {
        if (body.code !== order.code) { order.wrong++; const x = say(`码不对，还能试 ${5 - order.wrong} 次`, `Wrong code, ${5 - order.wrong} tries left`); return problem(422, 'door_code_wrong', x, { fields: { code: x } }) }
        go('serving')
      }
      if (name === 'finish') { order.checked = body.checklist || []; go('finished') }
      if (name === 'approve') go('approved')
      if (name === 'review') { order.review = { ...body, at: c.clockNow() }; go('reviewed') }
      if (name === 'cancel') { order.fee_fen = feeOf(order); go('cancelled') }
      if (name === 'reschedule') { order.starts = Date.parse(body.starts_at); order.ends = order.starts + order.minutes * MIN }
      order.version++
      order.timeline.push({ name, says: c.STEP[name], at: c.clockNow(), by: me.name })
      return ok(out(order, roleOf(order) || role, true))
    }

    // ---- notices, worker
    if (is('GET', '/notices')) { const items = c.notices.filter((n) => n.owner === me.id); return cut(items.map((n) => ({ id: n.id, says: s(n.says), about: { ...n.about, title: say('日常保洁 · 周四 9:00', 'Regular cleaning · Thu 9:00'), may_open: true }, at: iso(n.at), read_at: n.read_at && iso(n.read_at) })), { unread: items.filter((n) => !n.read_at).length }) }
    if (is('POST', '/notices/read')) { c.notices.forEach((n) => { if (n.owner === me.id && (!body.ids || body.ids.includes(n.id))) n.read_at ||= c.clockNow() }); return none() }
    if (p[0] === 'worker' && !worker) return problem(404, 'missing', say('您还没有档案', 'You have no archive yet'))
    if (is('GET', '/worker')) return ok({
      id: worker.id, name: worker.name, enterprise: { id: 'e-1', name: c.firms[0].name }, trust: { color: 'yellow', label: s(c.TRUST.yellow), reasons: [say('健康证 28 天后到期，还能派单', 'The health check ends in 28 days; visits go on')] }, rating_milli: worker.rating_milli, orders_done: worker.orders_done,
      credentials: [
        { id: 'k-1', kind: 'skill', kind_label: say('职业技能等级证书', 'Skill certificate'), occupation: '养老护理员', grade_label: say('养老护理员四级', 'Elder care, level 4'), number_masked: '2213****0086', issuer: '九江市职业技能鉴定中心', issued_on: '2023-05-20', expires_on: null, verified: true },
        { id: 'k-2', kind: 'health', kind_label: say('健康证', 'Health check'), occupation: null, grade_label: null, number_masked: 'JK****1207', issuer: '濂溪区疾控中心', issued_on: c.addDays(c.today, -337), expires_on: c.addDays(c.today, 28), verified: true },
        { id: 'k-3', kind: 'insurance', kind_label: say('意外保险', 'Accident insurance'), occupation: null, grade_label: null, number_masked: 'PA****3321', issuer: '某财产保险九江分公司', issued_on: c.addDays(c.today, -100), expires_on: c.addDays(c.today, 265), verified: true },
        { id: 'k-4', kind: 'visit', kind_label: say('居家上门服务证', 'Home-visit permit'), occupation: null, grade_label: null, number_masked: 'SM****0417', issuer: '江西省家庭服务业协会', issued_on: c.addDays(c.today, -20), expires_on: c.addDays(c.today, 700), verified: false },
      ], languages: [say('普通话', 'Mandarin'), say('九江话', 'Jiujiang dialect')], areas: ['濂溪区十里街道', '濂溪区五里街道', '浔阳区甘棠街道'],
    })
    if (is('GET', '/worker/calendar')) { const items = []; for (let on = q.from; on < q.to; on = c.addDays(on, 1)) items.push({ on, open: new Date(on + 'T00:00:00Z').getUTCDay() ? c.hours : [], taken: c.orders.filter((o) => o.worker === worker.id && c.dateOf(o.starts) === on).map((o) => [c.clock(o.starts).padStart(5, '0'), c.clock(o.ends).padStart(5, '0')]) }); return list(items) }
    if (is('GET', '/worker/leaves')) return list(c.leaves)
    if (is('POST', '/worker/leaves')) { if (Date.parse(body.ends_at) <= Date.parse(body.starts_at)) { const x = say('结束要在开始后面', 'The end must come after the start'); return problem(422, 'invalid', x, { fields: { ends_at: x } }) } const hit = c.orders.find((o) => o.worker === worker.id && ['accepted', 'on_the_way'].includes(o.stage) && o.starts < Date.parse(body.ends_at) && o.ends > Date.parse(body.starts_at)); if (hit) return problem(409, 'visit_in_leave', say(`这段时间有一单：${c.clock(hit.starts)} 的${c.offerings.find((x) => x.id === hit.offering).service.name.zh}`, `A visit lies in this time: ${c.clock(hit.starts)}`)); const l = { id: c.id('l'), ...body }; c.leaves.push(l); return ok(l, 201) }
    if (is('DELETE', '/worker/leaves/*')) { c.leaves.splice(c.leaves.findIndex((l) => l.id === p[2]), 1); return none() }
    return problem(404, 'missing', `${method} ${path}`)
  }
  return { city: c, answer, log }
}
