import type { Platform } from './types'

interface Wx {
  login(o: { success(r: { code: string }): void; fail(e: unknown): void }): void
  request(o: {
    url: string; method: string; header: Record<string, string>; data?: string; dataType: string; responseType: string; timeout: number
    success(r: { statusCode: number; header: Record<string, string>; data: unknown }): void
    fail(e: unknown): void
  }): void
  makePhoneCall(o: { phoneNumber: string; fail?(): void }): void
  setNavigationBarTitle(o: { title: string }): void
  pageScrollTo?(o: { selector: string; offsetTop: number; fail(): void }): void
  getAppBaseInfo?(): { language?: string }
  onAppShow?(f: () => void): void
  offAppShow?(f: () => void): void
  onAppHide?(f: () => void): void
  offAppHide?(f: () => void): void
  onNetworkStatusChange?(f: (r: { isConnected: boolean }) => void): void
  offNetworkStatusChange?(f: (r: { isConnected: boolean }) => void): void
  onNeedPrivacyAuthorization?(f: (resolve: (r: { event: string }) => void) => void): void
}
declare const wx: Wx

export const platform: Platform = {
  name: 'mp-weixin',
  origin: import.meta.env.VITE_ORIGIN || 'http://127.0.0.1:8000',
  onLaunch() {
    // Nothing of WeChat's private data is read without a button the user pressed; an unexpected ask is refused.
    if (wx.onNeedPrivacyAuthorization) wx.onNeedPrivacyAuthorization((resolve) => resolve({ event: 'disagree' }))
  },
  request: ({ method, url, headers, body }) =>
    new Promise((ok, no) => {
      const header = { ...headers }
      let verb = method
      if (method === 'PATCH') {
        // wx.request knows no PATCH; the server reads the wanted verb from this header.
        verb = 'POST'
        header['X-HTTP-Method-Override'] = 'PATCH'
      }
      wx.request({
        url, method: verb, header, data: body, dataType: 'text', responseType: 'text', timeout: 15_000,
        success: (r) => ok({
          status: r.statusCode,
          headers: Object.fromEntries(Object.entries(r.header || {}).map(([k, v]) => [k.toLowerCase(), String(v)])),
          text: typeof r.data === 'string' ? r.data : JSON.stringify(r.data ?? ''),
        }),
        fail: no,
      })
    }),
  loginCode: () => new Promise((ok, no) => wx.login({ success: (r) => ok(r.code), fail: no })),
  call(phone) { wx.makePhoneCall({ phoneNumber: phone, fail() {} }) },
  language: () => (/^zh/i.test(wx.getAppBaseInfo?.().language || 'zh') ? 'zh-Hans' : 'en'),
  dress() {},
  title(text) { wx.setNavigationBarTitle({ title: text }) },
  showFault() { wx.pageScrollTo?.({ selector: '.client >>> .input-bad', offsetTop: -80, fail() {} }) },
  onVisible(heard) {
    const show = () => heard(true)
    const hide = () => heard(false)
    wx.onAppShow?.(show)
    const net = (r: { isConnected: boolean }) => { if (r.isConnected) heard(true) }
    wx.onAppHide?.(hide)
    wx.onNetworkStatusChange?.(net)
    return () => { wx.offAppShow?.(show); wx.offAppHide?.(hide); wx.offNetworkStatusChange?.(net) }
  },
  uuid() {
    // No crypto in the mini-program's logic layer: time plus random is enough for a request key, which secures nothing.
    const r = () => Math.floor(Math.random() * 0x10000).toString(16).padStart(4, '0')
    const now = Date.now().toString(16).padStart(12, '0')
    return `${now.slice(0, 8)}-${now.slice(8)}-4${r().slice(1)}-a${r().slice(1)}-${r()}${r()}${r()}`
  },
}
