/** Everything that differs between WeChat and a browser sits behind this interface. */
export interface Asked {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
}
export interface Answered {
  status: number
  /** Header names in lower case. */
  headers: Record<string, string>
  text: string
}
export interface Platform {
  readonly name: 'mp-weixin' | 'h5'
  /** Origin of the API without a path; '' is the page's own. */
  readonly origin: string
  onLaunch(): void
  /** Rejects when no answer came back at all (offline, timeout). */
  request(asked: Asked): Promise<Answered>
  /** The silent WeChat login code; null where there is no WeChat. */
  loginCode(): Promise<string | null>
  /** Opens the telephone with this number ready to dial. */
  call(phone: string): void
  language(): 'zh-Hans' | 'en'
  /** Applies language, elder mode and title to what lies outside the page. */
  dress(look: { language: string; elder: boolean }): void
  title(text: string): void
  /** Brings the first field with an error before the user. */
  showFault(): void
  /** Calls back when the page is hidden or shown again by the system, and when the network is back; returns how to stop. */
  onVisible(heard: (visible: boolean) => void): () => void
  uuid(): string
}
