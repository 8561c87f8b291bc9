// A small invented city that speaks the API's contract, in memory. Test equipment: never shipped.
const MIN = 60_000, HOUR = 60 * MIN, DAY = 24 * HOUR
const CITY = 8 * HOUR

/** ISO 8601 with the city's offset. */
export const iso = (ms) => new Date(ms + CITY).toISOString().slice(0, 19) + '+08:00'
const dateOf = (ms) => new Date(ms + CITY).toISOString().slice(0, 10)
const at = (on, clock) => Date.parse(`${on}T${clock}:00+08:00`)
const addDays = (on, n) => new Date(Date.parse(on + 'T00:00:00Z') + n * DAY).toISOString().slice(0, 10)
const clock = (ms) => { const d = new Date(ms + CITY); return `${d.getUTCHours()}:${String(d.getUTCMinutes()).padStart(2, '0')}` }

const both = (zh, en) => ({ zh, en })
const STAGES = ['placed', 'confirmed', 'assigned', 'accepted', 'on_the_way', 'serving', 'finished', 'approved', 'reviewed']
const STAGE = {
  placed: both('已预约', 'Booked'), confirmed: both('企业已确认', 'Confirmed'), assigned: both('已派人', 'Assigned'), accepted: both('已接单', 'Accepted'),
  on_the_way: both('在路上', 'On the way'), serving: both('服务中', 'Serving'), finished: both('做完了', 'Finished'), approved: both('已确认', 'Approved'),
  reviewed: both('已评价', 'Reviewed'), cancelled: both('已取消', 'Cancelled'),
}
const STEP = {
  accept: both('接这一单', 'Accept'), decline: both('不接', 'Decline'), depart: both('我出发了', 'I am leaving'), arrive: both('核对，开始服务', 'Check and start'),
  finish: both('做完了', 'Finish'), approve: both('确认做完了', 'Confirm it is done'), review: both('提交评价', 'Send review'), cancel: both('取消预约', 'Cancel'), reschedule: both('改时间', 'Change time'),
}

const MEANS = { cash: both('现金', 'Cash'), wechat: both('微信', 'WeChat') }

/** Makes the city as it stands at `now()`; `clockNow` lets a test move time. */
export function makeCity(clockNow = () => Date.now()) {
  const today = dateOf(clockNow())
  let seq = 100
  const id = (p) => `${p}-${++seq}`
  const counties = ['濂溪区', '浔阳区', '柴桑区', '瑞昌市', '共青城市', '庐山市', '武宁县', '修水县', '永修县', '德安县', '都昌县', '湖口县', '彭泽县']
  const divisions = [{ id: 'd-jj', code: '360400', name: '九江市', level: 'city', parent: null, full_name: '九江市' }]
  counties.forEach((name, i) => divisions.push({ id: `d-c${i}`, code: `3604${i}`, name, level: 'county', parent: 'd-jj', full_name: name }))
  ;['十里街道', '五里街道', '莲花镇'].forEach((name, i) => divisions.push({ id: `d-t${i}`, code: `36040200${i}`, name, level: 'township', parent: 'd-c0', full_name: `濂溪区${name}` }))
  ;['甘棠街道', '白水湖街道'].forEach((name, i) => divisions.push({ id: `d-u${i}`, code: `36040300${i}`, name, level: 'township', parent: 'd-c1', full_name: `浔阳区${name}` }))
  ;['莲花社区', '十里社区', '怡溪苑社区'].forEach((name, i) => divisions.push({ id: `d-m${i}`, code: `36040200000${i}`, name, level: 'community', parent: 'd-t0', full_name: `濂溪区十里街道${name}` }))
  ;['湖滨社区', '龙开河社区'].forEach((name, i) => divisions.push({ id: `d-n${i}`, code: `36040300000${i}`, name, level: 'community', parent: 'd-u0', full_name: `浔阳区甘棠街道${name}` }))
  const division = (x) => divisions.find((d) => d.id === x || d.code === x)
  const place = (x) => { const d = division(x); return { id: d.id, code: d.code, name: d.name, full_name: d.full_name } }

  const services = [
    ['regular-cleaning', '日常保洁', 'Home cleaning', 'broom', 'visit', 'hour', '小时', 'hour', 4000],
    ['cooking', '上门做饭', 'Cooking', 'pot', 'visit', 'item', '餐', 'meal', 7000],
    ['hospital-escort', '陪诊', 'Escort to hospital', 'escort', 'visit', 'item', '半天', 'half day', 15000],
    ['bathing-help', '老人助浴', 'Bathing help', 'bath', 'visit', 'item', '次', 'visit', 18000],
    ['wall-air-conditioner-cleaning', '家电清洗', 'Appliance cleaning', 'wind', 'visit', 'item', '台', 'unit', 9000],
    ['elderly-care', '钟点照护', 'Hourly care', 'care', 'visit', 'hour', '小时', 'hour', 5500],
    ['matron', '月嫂', 'Maternity matron', 'baby', 'placement', 'day26', '26 天', '26 days', null],
    ['deep-cleaning', '深度保洁', 'Deep cleaning', 'broom', 'visit', 'm2', 'm²', 'm²', 600],
  ].map(([slug, zh, en, icon, flow, unit, uzh, uen, from]) => ({ slug, name: both(zh, en), icon, flow, unit, unit_label: both(uzh, uen), from_fen: from, category: 'home' }))
  const firms = [{ id: 'e-1', name: '九江浔安家政有限公司', phone: '0792-0000001' }, { id: 'e-2', name: '庐山脚下家政服务部', phone: '0792-0000002' }, { id: 'e-3', name: '甘棠湖居家服务有限公司', phone: '0792-0000003' }]
  const offerings = []
  for (const s of services) {
    if (s.flow !== 'visit') continue
    firms.forEach((f, i) => {
      if (i === 2 && ['bathing-help', 'hospital-escort'].includes(s.slug)) return
      const m2 = s.unit === 'm2'
      offerings.push({
        id: `o-${s.slug}-${i + 1}`, service: s, enterprise: f, price_fen: s.from_fen + i * (m2 ? 100 : 500), unit: s.unit, min_quantity: m2 ? 60 : s.unit === 'hour' ? 2 : 1,
        promise: s.slug === 'wall-air-conditioner-cleaning' ? null : { occupation: s.slug === 'bathing-help' || s.slug === 'elderly-care' ? '养老护理员' : '家政服务员', occupation_code: '4-10-01', grade: 4, label: (s.slug === 'bathing-help' || s.slug === 'elderly-care') ? both('养老护理员四级以上', 'Elder care, level 4 or better') : both('家政服务员四级以上', 'Housekeeper, level 4 or better') },
        rating_milli: [4870, 4620, null][i], reviews: [212, 48, 0][i],
        quantity: m2 ? { min: 60, max: 200, step: 10, default: 90 } : s.unit === 'hour' ? { min: 2, max: 5, step: 1, default: 2 } : { min: 1, max: 1, step: 1, default: 1 },
        minutes_per_unit: m2 ? 2 : s.unit === 'hour' ? 60 : 90, minutes_fixed: 0,
        extras: s.slug === 'regular-cleaning' ? [{ code: 'windows', name: both('擦窗户', 'Windows'), price_fen: 3000, minutes: 30 }, { code: 'own-tools', name: both('自带工具和清洁剂', 'Brings tools and cleaner'), price_fen: 0, minutes: 0 }] : [],
      })
    })
  }
  const workers = [
    { id: 'w-1', account: 'a-w1', name: '王桂花', grade_label: both('养老护理员四级', 'Elder care, level 4'), rating_milli: 4920, orders_done: 212, trust: 'green' },
    { id: 'w-2', account: 'a-w2', name: '陈秋菊', grade_label: both('家政服务员四级', 'Housekeeper, level 4'), rating_milli: 4870, orders_done: 164, trust: 'green' },
    { id: 'w-3', account: 'a-w3', name: '李荷香', grade_label: both('家政服务员三级', 'Housekeeper, level 3'), rating_milli: 4780, orders_done: 88, trust: 'yellow' },
    { id: 'w-4', account: 'a-w4', name: '周腊梅', grade_label: both('家政服务员四级', 'Housekeeper, level 4'), rating_milli: 4650, orders_done: 41, trust: 'green' },
    { id: 'w-5', account: 'a-w5', name: '吴春兰', grade_label: both('家政服务员四级', 'Housekeeper, level 4'), rating_milli: null, orders_done: 0, trust: 'green' },
  ]
  const TRUST = { green: both('绿码，可以上门', 'Green: may visit'), yellow: both('黄码，快到期', 'Yellow: papers end soon'), red: both('红码，不能上门', 'Red: may not visit') }
  const accounts = [
    { id: 'a-r1', name: '刘志红', phone: '13807920001', roles: ['resident'], language: 'zh-Hans' },
    { id: 'a-r2', name: '', phone: '13807920002', roles: ['resident'], language: 'zh-Hans' },
    { id: 'a-w1', name: '王桂花', phone: '13807920011', roles: ['resident', 'worker'], language: 'zh-Hans' },
  ]
  const addresses = [
    { id: 'ad-1', owner: 'a-r1', label: '妈妈家', division: 'd-m0', detail: '3 栋 502', contact_name: '刘玉兰', contact_phone: '13807925566', is_default: true },
    { id: 'ad-2', owner: 'a-r1', label: '我家', division: 'd-n0', detail: '湖滨路 18 号 1201', contact_name: '刘志红', contact_phone: '13807920001', is_default: false },
  ]
  const full = (a) => `${division(a.division).full_name} ${a.detail}`
  const orders = []
  const notices = []
  const tokens = new Map()
  const codes = new Map()
  const quotes = new Map()
  const keys = new Map()
  const leaves = []
  const consents = [
    { purpose: 'privacy', label: both('服务协议和隐私说明', 'Terms and privacy guide'), version: '1', given_at: iso(clockNow() - 30 * DAY) },
    { purpose: 'news', label: both('活动消息', 'News and offers'), version: '1', given_at: null },
  ]
  const hours = [['08:00', '12:00'], ['13:30', '18:00']] // what a worker offers on weekdays
  const dayOpens = '08:00' // when the first visit of a day can start
  const freeFrom = today // nobody is free on any day before
  const sent = new Map() // phone → when a code that nobody has used went to it
  const tooManyCodes_min = 0 // how long no phone gets a code any more
  const stations = ['莲花社区驿站', '十里社区驿站', '湖滨社区驿站'].map((name, i) => ({ id: `st-${i}`, name, division: ['d-m0', 'd-m1', 'd-n0'][i], address: ['十里大道 120 号', '长虹大道 8 号', '湖滨路 2 号'][i], phone: `0792-000010${i}`, lat: [29.68, 29.69, 29.73][i], lng: [115.99, 115.98, 115.99][i] }))
  const busy = new Set() // `${offering}|${start}`: slots that are gone

  function lines(o, startMs, quantity, extras) {
    const out = [{ kind: 'base', label: both(`${o.service.name.zh} ${quantity} ${o.service.unit_label.zh} × ${o.price_fen / 100} 元`, `${o.service.name.en}, ${quantity} ${o.service.unit_label.en} × ${o.price_fen / 100} yuan`), amount_fen: o.price_fen * quantity }]
    for (const c of extras) { const x = o.extras.find((e) => e.code === c); if (x) out.push({ kind: 'extra', label: x.name, amount_fen: x.price_fen }) }
    const day = new Date(startMs + CITY).getUTCDay()
    if (day === 0 || day === 6) out.push({ kind: 'weekend', label: both('周末加收 20%', 'Weekend, 20% more'), amount_fen: Math.round(o.price_fen * quantity * 0.2) })
    return out
  }
  const minutesOf = (o, quantity, extras) => o.minutes_fixed + o.minutes_per_unit * quantity + extras.reduce((n, c) => n + (o.extras.find((e) => e.code === c)?.minutes || 0), 0)
  const RULE = both('出发前 12 小时取消不收钱；之后取消收 20 元，全部给阿姨。', 'Cancelling is free until 12 hours before. After that it costs 20 yuan, all goes to the worker.')

  function order(o) {
    const offering = offerings.find((x) => x.id === o.offering)
    const made = {
      id: id('or'), number: `XJ${today.replaceAll('-', '').slice(2)}${String(orders.length + 1).padStart(4, '0')}`, offering: offering.id, resident: 'a-r1', worker: null, address: 'ad-1', quantity: offering.quantity.default,
      extras: [], stage: 'placed', placed_at: clockNow() - DAY, version: 1, review: null, paid: null, fee_fen: 0, code: '4827', wrong: 0, checked: [], at: {}, ...o,
    }
    made.minutes = minutesOf(offering, made.quantity, made.extras)
    made.ends = made.starts + made.minutes * MIN
    made.lines = lines(offering, made.starts, made.quantity, made.extras)
    made.total = made.lines.reduce((n, l) => n + l.amount_fen, 0)
    made.timeline = [{ name: 'order_placed', says: both('您预约了', 'You booked'), at: made.placed_at, by: '刘志红' }]
    STAGES.forEach((s, i) => { if (i <= STAGES.indexOf(made.stage)) made.at[s] = made.placed_at + i * 17 * MIN })
    orders.push(made)
    return made
  }
  order({ offering: 'o-bathing-help-1', worker: 'w-1', stage: 'on_the_way', starts: Math.ceil(clockNow() / (30 * MIN)) * 30 * MIN })
  order({ offering: 'o-regular-cleaning-1', worker: 'w-2', stage: 'accepted', starts: at(addDays(today, 2), '09:00') })
  order({ offering: 'o-cooking-1', worker: 'w-1', stage: 'assigned', starts: at(addDays(today, 1), '16:30'), address: 'ad-2' })
  order({ offering: 'o-regular-cleaning-1', worker: 'w-2', stage: 'approved', starts: at(addDays(today, -7), '09:00'), paid: { amount_fen: 8000, means: 'wechat', at: at(addDays(today, -7), '11:05') } })
  order({ offering: 'o-hospital-escort-2', worker: 'w-3', stage: 'reviewed', starts: at(addDays(today, -20), '08:30'), review: { safe: 5, cared: 5, at_ease: 4, text: '很细心，挂号排队都不用我操心', at: clockNow() - 19 * DAY } })
  order({ offering: 'o-wall-air-conditioner-cleaning-1', stage: 'cancelled', starts: at(addDays(today, -30), '14:00') })
  notices.push({ id: 'n-1', owner: 'a-r1', says: both('王桂花出发了，正在去妈妈家的路上', 'Wang Guihua has left for your address'), about: { kind: 'order', id: orders[0].id }, at: clockNow() - 4 * MIN, read_at: null })
  notices.push({ id: 'n-2', owner: 'a-r1', says: both('浔安家政派了陈秋菊，后天 9:00 到', 'Chen Qiuju is assigned; she comes the day after tomorrow at 9:00'), about: { kind: 'order', id: orders[1].id }, at: clockNow() - 5 * HOUR, read_at: null })
  notices.push({ id: 'n-3', owner: 'a-r1', says: both('日常保洁做完了，请您确认', 'The cleaning is finished. Please confirm'), about: { kind: 'order', id: orders[3].id }, at: clockNow() - 7 * DAY, read_at: clockNow() - 6 * DAY })

  return { clockNow, today, divisions, division, place, services, firms, offerings, workers, TRUST, accounts, addresses, full, orders, notices, tokens, codes, quotes, keys, leaves, consents, stations, sent, tooManyCodes_min, freeFrom, busy, hours, dayOpens, lines, minutesOf, RULE, order, id, both, STAGE, STAGES, STEP, MEANS, iso, dateOf, addDays, at, clock, MIN, HOUR, DAY }
}
