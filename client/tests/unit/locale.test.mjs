// Both languages say everything, with the same holes; every key that a page names exists and none lies about unused.
import test from 'node:test'
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const src = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../src')
const flat = (o, at = '') => Object.entries(o).flatMap(([k, v]) => (typeof v === 'string' ? [[at + k, v]] : flat(v, `${at}${k}.`)))
const said = (l) => Object.fromEntries(flat(JSON.parse(fs.readFileSync(path.join(src, `locale/${l}.json`), 'utf8'))))
const zh = said('zh-Hans'), en = said('en')
const files = fs.readdirSync(src, { recursive: true, withFileTypes: true }).filter((e) => e.isFile() && /\.(vue|ts)$/.test(e.name)).map((e) => fs.readFileSync(path.join(e.parentPath || e.path, e.name), 'utf8'))
const code = files.join('\n')

test('both languages have the same keys', () => assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort()))
test('both languages have the same holes', () => {
  const holes = (s) => [...new Set([...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort()
  // A month is a number in Chinese and a name in English; so is its day's order.
  const free = new Set(['time.monthDay', 'time.minuteAgo'])
  for (const k of Object.keys(zh)) if (!free.has(k)) assert.deepEqual(holes(zh[k]), holes(en[k]), k)
})
test('no sentence hides a plural or a link from vue-i18n', () => {
  for (const [k, v] of [...Object.entries(zh), ...Object.entries(en)]) assert.doesNotMatch(v, /[|@]/, k)
})
test('every key that is named exists', () => {
  for (const [, k] of code.matchAll(/\btn?\('([\w.]+)'/g)) if (!k.endsWith('.') && !/_$/.test(k)) assert.ok(k in zh || Object.keys(zh).some((x) => x.startsWith(k)), k)
  for (const [, a, b] of code.matchAll(/\bt\([^'()]*\? '([\w.]+)' : '([\w.]+)'/g)) { assert.ok(a in zh, a); assert.ok(b in zh, b) }
})
test('no key lies about unused', () => {
  const unused = Object.keys(zh).filter((k) => !code.includes(`'${k.replace(/One$/, '')}'`) && !code.includes(`'${k.replace(/[^.]*$/, '')}'`) && !code.includes(`'${k.replace(/\w$/, '')}'`) && !code.includes(`'${k.replace(/_\w+$/, '_')}'`))
  assert.deepEqual(unused, [])
})
test('the words of the house: no 请您知悉, 系统, 操作失败, 该用户, 暂无数据', () => {
  for (const [k, v] of Object.entries(zh)) assert.doesNotMatch(v, /请您知悉|系统|操作失败|该用户|暂无|是否确认|!!|！！/, k)
})
