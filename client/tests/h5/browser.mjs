// One way to open the built H5 in Chromium over the fake city, for tests and pictures alike.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb']

export async function openBrowser({ width = 390, height = 844, language = 'zh-Hans', elder = false, scale = 1.5 } = {}) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'xjs-h5-'))
  const context = await chromium.launchPersistentContext(dir, {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: ARGS,
    viewport: { width, height }, deviceScaleFactor: scale, locale: language === 'en' ? 'en-US' : 'zh-CN', timezoneId: 'Asia/Shanghai', bypassCSP: false,
  })
  const page = context.pages()[0] || await context.newPage()
  const troubles = []
  const foreign = []
  page.on('pageerror', (e) => troubles.push('pageerror: ' + e.message))
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type()) && !/Failed to load resource/.test(m.text())) troubles.push(m.type() + ': ' + m.text()) })
  page.on('request', (r) => { if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(r.url())) foreign.push(r.url()) })
  if (elder) await context.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('elder', '1') })
  return { context, page, troubles, foreign, close: async () => { await context.close(); fs.rmSync(dir, { recursive: true, force: true }) } }
}
/** Opens a page of the client and waits until nothing on it is waiting. */
export async function visit(page, origin, to) {
  await page.goto('about:blank')
  await page.goto(`${origin}/m/#${to}`)
  await settle(page)
}
export async function settle(page) {
  // `waitForFunction` evaluates strings inside the page, which the policy forbids; `evaluate` comes from outside.
  for (let quiet = 0, i = 0; quiet < 3 && i < 100; i++) {
    const still = await page.evaluate(() => !!document.querySelector('.client') && !document.querySelector('.wait, [aria-busy=true]')).catch(() => false)
    quiet = still ? quiet + 1 : 0
    await page.waitForTimeout(100)
  }
}
export async function signIn(page, origin, phone) {
  const r = await page.request.post(`${origin}/api/v1/session/codes`, { data: { phone } })
  const { demo_code } = await r.json()
  const s = await (await page.request.post(`${origin}/api/v1/session`, { data: { phone, code: demo_code } })).json()
  await page.goto(`${origin}/m/`)
  await page.evaluate(([session, side]) => {
    localStorage.setItem('token', session.token)
    localStorage.setItem('who', JSON.stringify({ type: 'object', data: { account: session.account, roles: session.roles, seats: session.seats } }))
    localStorage.setItem('side', side)
  }, [s, s.roles.includes('worker') ? 'worker' : 'resident'])
  await page.reload()
  await settle(page)
}
/** What axe finds wrong, in one line each. */
export async function axe(page) {
  await page.evaluate(AXE)
  return page.evaluate(async () => (await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
    .violations.map((v) => `${v.id} (${v.impact}) ×${v.nodes.length}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 140)).join(' | ')}`))
}
export const overflow = (page) => page.evaluate(() => {
  const wide = document.documentElement.clientWidth
  return [...document.querySelectorAll('.client *')].filter((e) => { const r = e.getBoundingClientRect(); return r.width && r.right > wide + 1 && getComputedStyle(e).position !== 'fixed' && !e.closest('.vh, .skip, .beside, svg *') }).slice(0, 5).map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}>${wide}`)
})
/** Where Chinese is joined by ASCII marks, by a space behind its own, or to figures by nothing. */
export const strayMarks = (text) => text.match(/[\u4e00-\u9fff][^\S\n]*[;,][^\n]{0,9}|[。，；：、][^\S\n]+[\u4e00-\u9fff][^\n]{0,9}|:\d\d[\u4e00-\u9fff][^\n]{0,9}/g) || []
