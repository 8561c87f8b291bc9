// Runs uni-app's REAL mp-weixin build output in jsdom: official wcc-compiled WXML, j-component (exparser) and a recording wx mock
// whose wx.request answers from the fake city.
const { JSDOM } = require('jsdom')
const path = require('node:path')
const fs = require('node:fs')

const dom = new JSDOM('<!doctype html><html><body></body></html>', { url: 'https://localhost/', pretendToBeVisual: true, runScripts: 'outside-only' })
for (const k of ['window', 'document', 'Event', 'CustomEvent', 'HTMLElement', 'Node', 'navigator', 'getComputedStyle', 'MutationObserver']) {
  Object.defineProperty(global, k, { value: k === 'window' ? dom.window : dom.window[k], configurable: true, writable: true })
}
const simulate = require('miniprogram-simulate')
const exparser = require('miniprogram-exparser')

module.exports = function boot(root, answer) {
  const calls = []
  const store = {}
  const net = { down: false }
  const sys = {
    platform: 'devtools', language: 'zh_CN', windowWidth: 390, windowHeight: 750, screenWidth: 390, screenHeight: 844, pixelRatio: 2, statusBarHeight: 20,
    safeArea: { top: 20, left: 0, right: 390, bottom: 810, width: 390, height: 790 }, brand: 'x', model: 'y', system: 'iOS 17', version: '8.0.50', SDKVersion: '3.5.0', theme: 'light', host: { env: 'WeChat' },
  }
  const wxMethods = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']
  const impl = {
    getSystemInfoSync: () => sys, getWindowInfo: () => sys, getDeviceInfo: () => sys, getAppBaseInfo: () => sys, getAppAuthorizeSetting: () => ({}), canIUse: () => true,
    getStorageSync: (k) => store[k] ?? '', setStorageSync: (k, v) => { store[k] = v }, removeStorageSync: (k) => { delete store[k] }, getStorageInfoSync: () => ({ keys: Object.keys(store) }),
    getLaunchOptionsSync: () => ({ path: '', scene: 1001, query: {} }), getEnterOptionsSync: () => ({ path: '', scene: 1001, query: {} }), getAccountInfoSync: () => ({ miniProgram: { appId: 'x', envVersion: 'develop' } }),
    createSelectorQuery: () => { const q = { in: () => q, select: () => n, selectAll: () => n, exec: (cb) => cb && cb([]) }; const n = { boundingClientRect: (cb) => { cb && cb(null); return q }, fields: (o, cb) => { cb && cb(null); return q } }; return q },
    nextTick: (f) => Promise.resolve().then(f),
    login: ({ success }) => success({ code: 'wx-login-code' }),
    request: (o) => {
      if (!wxMethods.includes(o.method)) throw new Error('wx.request knows no ' + o.method)
      setTimeout(() => {
        if (net.down) { o.fail({ errMsg: 'request:fail' }); return }
        const r = answer({ method: o.method, url: o.url, headers: o.header, body: o.data })
        o.success({ statusCode: r.status, header: r.headers, data: r.body === undefined ? '' : JSON.stringify(r.body) })
      }, 0)
    },
  }
  // uni-app copies the ENUMERABLE keys of wx at start-up, so every API the app uses must be listed here.
  for (const n of ['makePhoneCall', 'onNeedPrivacyAuthorization', 'onAppShow', 'onAppHide', 'offAppShow', 'offAppHide', 'navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack', 'setNavigationBarTitle', 'setStorage', 'getStorage', 'removeStorage', 'getSystemInfo', 'showToast', 'onNetworkStatusChange', 'getUpdateManager', 'onError', 'onUnhandledRejection']) if (!impl[n]) impl[n] = () => undefined
  global.wx = new Proxy({}, {
    get: (t, k) => (typeof k !== 'string' ? undefined : k in t ? t[k] : (...a) => { calls.push([k, a[0]]); if (impl[k]) return impl[k](...a) }),
    set: (t, k, v) => { t[k] = v; return true }, has: () => true,
    ownKeys: (t) => [...new Set([...Object.keys(t), ...Object.keys(impl)])], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  })
  let app
  const pages = []
  global.App = (o) => { app = o; o.globalData = o.globalData || {} }
  global.getApp = () => app
  global.getCurrentPages = () => pages
  global.Page = (o) => global.Component({ ...o, methods: o })
  const appJson = JSON.parse(fs.readFileSync(path.join(root, 'app.json')))
  require(path.join(root, 'app.js'))
  app.onLaunch?.call(app, { path: appJson.pages[0], query: {}, scene: 1001 })

  let current
  const tick = (ms = 150) => new Promise((ok) => setTimeout(ok, ms))
  async function open(pagePath, query = {}) {
    current?.instance.onUnload?.()
    const id = simulate.load(path.join(root, pagePath), 'page', { rootPath: root, compiler: 'official', less: false })
    const c = simulate.render(id, {})
    c.instance.route = pagePath
    c.instance.is = pagePath
    pages.splice(0, pages.length, c.instance)
    const el = document.createElement('div')
    document.body.appendChild(el)
    c.attach(el)
    c.instance.onLoad?.(query)
    c.instance.onShow?.()
    c.instance.onReady?.()
    current = c
    await tick(500)
    return {
      el, text: () => el.textContent,
      sees: (pattern) => until(() => pattern.test(el.textContent), `${pattern} in ${el.textContent.slice(0, 300)}`),
      loses: (pattern) => until(() => !pattern.test(el.textContent), `the end of ${pattern}`),
    }
  }
  const buttons = (el) => [...el.querySelectorAll('wx-button, [class*="slot"], [class*="card-link"], [class*="svc"], [class*="list-i"]')]
  /** Waits until `ask` gives something, at most ten seconds. */
  async function until(ask, what) {
    for (let i = 0; i < 200; i++) {
      const got = ask()
      if (got) return got
      await tick(50)
    }
    throw new Error('never came: ' + what)
  }
  async function tap(el, words) {
    if (typeof words === 'string') await until(() => buttons(el).some((b) => b.textContent.replace(/\s+/g, ' ').includes(words)), `“${words}” in ${el.textContent.slice(0, 300)}`)
    const found = typeof words === 'string' ? buttons(el).filter((b) => b.textContent.replace(/\s+/g, ' ').includes(words)) : [words]
    // The innermost element that says it.
    const it = found.sort((a, b) => a.textContent.length - b.textContent.length)[0]
    if (!it) throw new Error('nothing to tap says ' + words)
    for (const t of ['touchstart', 'touchend']) {
      const e = new window.Event(t, { bubbles: true, cancelable: true })
      const p = [{ identifier: 0, pageX: 1, pageY: 1, clientX: 1, clientY: 1 }]
      e.touches = t === 'touchend' ? [] : p
      e.changedTouches = p
      it.dispatchEvent(e)
    }
    await tick(400)
  }
  async function type(el, index, value) {
    await until(() => el.querySelectorAll('wx-input, wx-textarea')[index], 'input ' + index)
    const input = el.querySelectorAll('wx-input, wx-textarea')[index]
    exparser.triggerEvent(input.__wxElement, 'input', { value }, { bubbles: true })
    await tick(50)
  }
  return { calls, store, net, open, tap, type, tick, until, app }
}
