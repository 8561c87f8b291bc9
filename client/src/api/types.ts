export interface Config { brand: string; city: { id: string; code: string; name: string }; demo: boolean; hotline: string; languages: string[]; slot_min: number }
export interface CodeSent { expires_in_s: number; retry_in_s: number; demo_code?: string | null }
export interface Account { id: string; name: string; phone_masked: string; language: string }
export interface Named { id: string; name: string }
export interface Seat { role: string; organization: Named | null; division: Named | null }
export interface Session { account: Account; roles: string[]; seats: Seat[] }
export interface NewSession extends Session { token: string }
export interface Device { id: string; device: string; created_at: string; seen_at: string; current: boolean }
export interface Consent { purpose: string; label: string; says: string; version: string; given_at: string | null; required?: boolean }
export interface Page<T> { items: T[]; next: string | null }
export interface Division { id: string; code: string; name: string; level: string; parent: string | null; full_name: string }
export interface Address { id: string; label: string; division: { id: string; code: string; name: string; full_name: string }; detail: string; full: string; contact_name: string; contact_phone: string; is_default: boolean }
export interface AddressIn { division: string; detail: string; contact_name: string; contact_phone: string; label?: string; lat?: number; lng?: number; is_default?: boolean }
export interface Service { slug: string; name: string; category: string; icon: string; flow: string; unit: string; unit_label: string; from_fen: number | null; offerings: number }
export interface ServiceRef { slug: string; name: string; icon: string; category: string }
export interface Enterprise { id: string; name: string; phone: string }
export interface Promised { occupation: string; occupation_code: string; grade: number | string; label: string }
export interface Offering { id: string; service: ServiceRef; enterprise: Enterprise; price_fen: number; unit: string; unit_label: string; min_quantity: number; promise: Promised | null; rating_milli: number | null; reviews: number }
export interface OfferingDetail extends Offering {
  summary: string; does: string[]; does_not: string[]
  quantity: { min: number; max: number; step: number; default: number }
  minutes_per_unit: number; minutes_fixed: number
  extras: { code: string; name: string; price_fen: number; minutes: number }[]
  surcharges: { kind: string; label: string; bp: number }[]
  contract_with: string; cancel_rule: string
}
export interface PriceLine { kind: string; label: string; amount_fen: number }
export interface QuoteIn { offering: string; address: string; starts_at: string; quantity: number; extras: string[] }
export interface Quote { id: string; lines: PriceLine[]; total_fen: number; minutes: number; ends_at: string; valid_until: string; contract_with: string; cancel_rule: string }
export interface Slot { starts_at: string; ends_at: string; workers_free: number }
export interface Trust { color: string; label: string; reasons?: string[] }
export interface Candidate { id: string; name: string; grade_label: string; rating_milli: number | null; orders_done: number; trust: Trust; distance_m: number | null; score: number; reasons: string[] }
export interface OrderIn extends QuoteIn { worker?: string; quote: string }
export interface OrderWorker { id: string; name: string; grade_label: string; rating_milli: number | null; orders_done: number; trust: Trust; phone: string | null }
export interface Step { name: string; label: string; blocked: string | null; tells: string | null }
export interface OrderShort {
  id: string; number: string; stage: string; stage_label: string; headline: string
  service: ServiceRef; offering: string; enterprise: Enterprise; worker: OrderWorker | null
  resident: { id: string; name: string; phone_masked: string }
  address: { id?: string; full: string; contact_name: string | null; contact_phone: string | null }
  starts_at: string; ends_at: string; minutes: number; quantity: number; unit_label: string
  extras: { code: string; name: string }[]; total_fen: number; fee_fen: number; promise: Promised | null
  steps: Step[]; version: number
}
export interface LineStep { stage: string; label: string; state: string; at: string | null; about: string | null }
export interface Review { safe: number; cared: number; at_ease: number; text: string; at: string }
export interface Order extends OrderShort {
  lines: PriceLine[]; door_code: string | null
  checklist: { key: string; label: string; done: boolean }[]
  review: Review | null; line: LineStep[]
  timeline: { name: string; says: string; at: string; by: string | null }[]
}
export interface RescheduleTold { total_fen: number; fee_fen: number; tells: string }
export interface Credential { id: string; kind: string; kind_label: string; occupation: string | null; grade_label: string | null; number_masked: string; issuer: string; issued_on: string; expires_on: string | null; verified: boolean }
export interface WorkerCard { id: string; name: string; enterprise: Named | null; trust: Trust; rating_milli: number | null; orders_done: number; credentials: Credential[]; languages: string[]; areas: string[] }
export interface CalendarDay { on: string; open: [string, string][]; taken: [string, string][] }
export interface Leave { id: string; starts_at: string; ends_at: string; reason: string }
export interface LeaveIn { starts_at: string; ends_at: string; reason: string }
export interface Station { id: string; name: string; division: { id: string; name: string; full_name: string }; address: string; phone: string; hours: string; distance_m: number | null }
export interface Notice { id: string; says: string; about: { kind: string; id: string } | null; at: string; read_at: string | null }
export interface Notices extends Page<Notice> { unread: number }
export interface DemoAccount { role: string; name: string; phone: string; password?: string | null; totp_secret?: string | null; note: string }
