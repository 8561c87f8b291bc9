// WeChat's own wcc and wcsc (npm miniprogram-compiler) over the whole build, its size, and what mini-programs forbid.
const test = require('node:test')
const assert = require('node:assert/strict')
const path = require('node:path')
const fs = require('node:fs')
const { spawnSync } = require('node:child_process')

const root = path.resolve(__dirname, '../../dist/build/mp-weixin')
const bin = (n) => { const f = path.join(path.dirname(require.resolve('miniprogram-compiler/package.json')), 'bin/linux', n); fs.chmodSync(f, 0o755); return f }
const walk = (d, ext) => fs.readdirSync(d, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(path.join(d, e.name), ext) : e.name.endsWith(ext) ? ['./' + path.relative(root, path.join(d, e.name))] : []))
const read = (f) => fs.readFileSync(path.join(root, f), 'utf8')

test('wcc compiles every template', () => {
  const files = walk(root, '.wxml')
  assert.ok(files.length > 30)
  const r = spawnSync(bin('wcc'), ['-d', ...files, ...walk(root, '.wxs')], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 })
  assert.equal(r.status, 0, r.stderr)
})
test('wcsc compiles every style', () => {
  const r = spawnSync(bin('wcsc'), ['-lc', ...walk(root, '.wxss')], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 })
  assert.equal(r.status, 0, r.stderr)
})
test('nothing forbidden, nothing foreign', () => {
  const js = walk(root, '.js').map(read).join('\n')
  assert.doesNotMatch(js, /new Function\(|\beval\(|\bdocument\.(createElement|querySelector)/)
  const css = walk(root, '.wxss').map(read).join('\n')
  assert.deepEqual([...css.matchAll(/url\(['"]?(https?:)?\/\/[^\s)'"]+/g)].map((m) => m[0]), [])
})
test('the package stays small', () => {
  const bytes = walk(root, '').reduce((n, f) => n + fs.statSync(path.join(root, f)).size, 0)
  console.log(`mini-program package: ${Math.round(bytes / 1024)} KiB`)
  assert.ok(bytes < 1.5 * 2 ** 20)
})
test('every page and every picture is there', () => {
  const app = JSON.parse(read('app.json'))
  for (const p of app.pages) for (const e of ['.js', '.json', '.wxml']) assert.ok(fs.existsSync(path.join(root, p + e)), p + e)
  const wxml = walk(root, '.wxml').map(read).join('\n')
  for (const [, src] of wxml.matchAll(/src="(\/static[^"{]+)"/g)) assert.ok(fs.existsSync(path.join(root, src)), src)
})
test('every component lets the house’s styles in', () => {
  for (const f of walk(path.join(root, 'components'), '.wxml').map((x) => x.replace(/wxml$/, 'js'))) assert.match(read(f), /apply-shared/, f)
})
