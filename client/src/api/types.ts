// Made by `npm run api` from docs/openapi.json; never edited.

export interface LevelOut {
  grade: number
  name: string
}

export interface OccupationOut {
  code: string
  name: string
  levels: LevelOut[]
}

export interface PageOutOccupationOut {
  items: OccupationOut[]
  next: string | null
}

export interface ServicesAsk {
  q?: string
  division?: string
}

export interface PageOutServiceOut {
  items: ServiceOut[]
  next: string | null
}

export interface ServiceOut {
  slug: string
  name: string
  category: string
  icon: string
  flow: "visit" | "placement"
  unit: string
  unit_label: string
  from_fen: number | null
  offerings: number
}

/** Which page of a list: `cut: Query[Cut]`. */
export interface Cut {
  cursor?: string | null
  limit?: number
}

export interface OfferingsAsk {
  q?: string
  division?: string
  occupation?: string
  service?: string
  sort?: "price" | "rating"
}

export interface EnterpriseOut {
  id: string
  name: string
  phone: string
}

export interface OfferingOut {
  id: string
  service: WareOut
  enterprise: EnterpriseOut
  price_fen: number
  unit: string
  unit_label: string
  min_quantity: number
  promise: PromiseOut | null
  rating_milli: number | null
  reviews: number
}

export interface PageOutOfferingOut {
  items: OfferingOut[]
  next: string | null
}

export interface PromiseOut {
  occupation: string
  occupation_code: string
  grade: number
  label: string
}

export interface WareOut {
  slug: string
  name: string
  icon: string
  category: string
}

export interface ExtraOut {
  code: string
  name: string
  price_fen: number
  minutes: number
}

export interface OfferingDetailOut {
  id: string
  service: WareOut
  enterprise: EnterpriseOut
  price_fen: number
  unit: string
  unit_label: string
  min_quantity: number
  promise: PromiseOut | null
  rating_milli: number | null
  reviews: number
  flow: "visit" | "placement"
  summary: string
  does: string[]
  does_not: string[]
  quantity: QuantityOut
  minutes_per_unit: number
  minutes_fixed: number
  extras: ExtraOut[]
  surcharges: SurchargeOut[]
  contract_with: string
  cancel_rule: string
}

export interface QuantityOut {
  min: number
  max: number
  step: number
  default: number
}

export interface SurchargeOut {
  kind: string
  label: string
  bp: number
}

export interface LineOut {
  kind: string
  label: string
  amount_fen: number
}

export interface QuoteOut {
  id: string
  lines: LineOut[]
  total_fen: number
  minutes: number
  ends_at: string
  valid_until: string
  contract_with: string
  cancel_rule: string
}

export interface QuoteIn {
  offering: string
  address: string
  starts_at: string
  quantity: number
  extras?: string[]
}

export interface SlotsAsk {
  from?: string | null
  to?: string | null
  address: string
  quantity?: number | null
  extras?: string
  worker?: string | null
}

export interface PageOutSlotOut {
  items: SlotOut[]
  next: string | null
}

export interface SlotOut {
  starts_at: string
  ends_at: string
  workers_free: number
}

export interface CandidatesAsk {
  address: string
  quantity?: number | null
  extras?: string
  starts_at: string
  worker?: string | null
}

export interface CandidateOut {
  id: string
  name: string
  grade_label: string | null
  rating_milli: number | null
  orders_done: number
  trust: TrustOut
  distance_m: number | null
  score: number
  reasons: string[]
  blocked: string | null
}

export interface PageOutCandidateOut {
  items: CandidateOut[]
  next: string | null
}

export interface TrustOut {
  color: string
  label: string
  reasons: string[]
}

export interface AboutOut {
  kind: string
  id: string
  title: string
  may_open: boolean
}

export interface InboxOut {
  items: NoticeOut[]
  next: string | null
  unread: number
}

export interface NoticeOut {
  id: string
  says: string
  about: AboutOut
  at: string
  read_at: string | null
}

export interface ReadIn {
  ids?: string[] | null
}

export interface DoorOut {
  full: string
  contact_name: string
  contact_phone: string
}

export interface HappenedOut {
  name: string
  says: string
  at: string
  by: string
}

export interface OrderOut {
  id: string
  number: string
  stage: string
  stage_label: string
  headline: string
  service: SoldOut
  offering: string
  enterprise: SellerOut
  worker: OrderWorkerOut | null
  resident: ResidentOut
  address: DoorOut
  starts_at: string
  ends_at: string
  minutes: number
  quantity: number
  unit_label: string
  extras: SoldExtraOut[]
  total_fen: number
  fee_fen: number
  promise: PromiseOut | null
  steps: StepOut[]
  version: number
  door_code: string | null
  lines: LineOut[]
  checklist: PointDoneOut[]
  review: ReviewOut | null
  payment: PaymentOut | null
  cancel_fee_fen: number | null
  line: PointOut[]
  timeline: HappenedOut[]
}

export interface OrderWorkerOut {
  id: string
  name: string
  grade_label: string | null
  rating_milli: number | null
  orders_done: number
  trust: TrustOut
  phone: string | null
}

export interface PaymentOut {
  amount_fen: number
  means: string
  means_label: string
  at: string
}

export interface PointDoneOut {
  key: string
  label: string
  done: boolean
}

export interface PointOut {
  stage: string
  label: string
  state: string
  at: string | null
  expected_at: string | null
}

export interface ResidentOut {
  id: string
  name: string
  phone_masked: string
}

export interface ReviewOut {
  safe: number
  cared: number
  at_ease: number
  text: string
  at: string
}

export interface SellerOut {
  id: string
  name: string
  phone: string
}

export interface SoldExtraOut {
  code: string
  name: string
}

export interface SoldOut {
  slug: string
  name: string
  icon: string
  category: string
}

export interface StepOut {
  name: string
  label: string
  blocked: string | null
  tells: string | null
}

export interface PlaceIn {
  offering: string
  address: string
  starts_at: string
  quantity: number
  extras?: string[]
  worker?: string | null
  quote: string
}

export interface OrdersAsk {
  as?: "resident" | "worker" | "enterprise" | "federation" | null
  stage?: string
  on?: string | null
  from?: string | null
  to?: string | null
  q?: string
}

export interface PageOutShortOrderOut {
  items: ShortOrderOut[]
  next: string | null
}

export interface ShortOrderOut {
  id: string
  number: string
  stage: string
  stage_label: string
  headline: string
  service: SoldOut
  offering: string
  enterprise: SellerOut
  worker: OrderWorkerOut | null
  resident: ResidentOut
  address: DoorOut
  starts_at: string
  ends_at: string
  minutes: number
  quantity: number
  unit_label: string
  extras: SoldExtraOut[]
  total_fen: number
  fee_fen: number
  promise: PromiseOut | null
  steps: StepOut[]
  version: number
}

/** Between which days or instants times are wanted. */
export interface DaysAsk {
  from?: string | null
  to?: string | null
}

export interface MoveOut {
  total_fen: number
  fee_fen: number
  tells: string
}

export interface MoveIn {
  starts_at: string
  total_fen?: number | null
}

export interface AssignIn {
  worker: string
}

export interface ArriveIn {
  code: string
}

export interface FinishIn {
  checklist?: string[]
}

export interface ReviewIn {
  safe: number
  cared: number
  at_ease: number
  text?: string
}

export interface CancelIn {
  reason?: string
  fee_fen?: number | null
}

/** How a family paid on site. */
export type Means = "cash" | "wechat" | "alipay" | "transfer" | "card"

export interface PaymentIn {
  amount_fen: number
  means: Means
}

export interface StationsAsk {
  division?: string
  near?: string
}

export interface PageOutStationOut {
  items: StationOut[]
  next: string | null
}

export interface PlaceOut {
  id: string
  code: string
  name: string
  full_name: string
}

export interface StationOut {
  id: string
  name: string
  division: PlaceOut
  address: string
  phone: string
  hours: string
  distance_m: number | null
}

export interface CityOut {
  id: string | null
  code: string
  name: string
}

export interface ConfigOut {
  brand: string
  city: CityOut
  demo: boolean
  hotline: string
  languages: string[]
  slot_min: number
}

export interface DemoAccountOut {
  role: string
  name: string
  phone: string
  password: string | null
  totp_secret: string | null
  note: string
}

export interface PageOutDemoAccountOut {
  items: DemoAccountOut[]
  next: string | null
}

export interface CodeOut {
  expires_in_s: number
  retry_in_s: number
  demo_code?: string | null
}

export interface CodeIn {
  phone: string
}

export interface AccountOut {
  id: string
  name: string
  phone_masked: string
  language: string
}

export interface NamedOut {
  id: string
  name: string
}

export interface SeatOut {
  role: string
  organization: NamedOut | null
  division: NamedOut | null
}

export interface SignedInOut {
  account: AccountOut
  roles: string[]
  seats: SeatOut[]
  token: string
}

/** Residents and workers give `code`; staff give `password` and `otp`. */
export interface SessionIn {
  phone: string
  code?: string | null
  password?: string | null
  otp?: string | null
}

export interface WhoOut {
  account: AccountOut
  roles: string[]
  seats: SeatOut[]
}

export interface WechatIn {
  login_code: string
  phone_code?: string | null
}

export interface PageOutSessionOut {
  items: SessionOut[]
  next: string | null
}

export interface SessionOut {
  id: string
  device: string
  created_at: string
  seen_at: string
  current: boolean
}

export interface AccountIn {
  name?: string | null
  language?: string | null
}

export interface ConsentOut {
  purpose: Purpose
  label: string
  version: string
  given_at: string
}

export interface PageOutConsentOut {
  items: ConsentOut[]
  next: string | null
}

/** What somebody may agree to, each by itself. */
export type Purpose = "privacy" | "location" | "archive" | "news"

export interface ConsentIn {
  purpose: Purpose
  version: string
}

export interface DivisionsAsk {
  parent?: string
  q?: string
  level?: Level | null
}

export type Level = "city" | "county" | "township" | "community"

export interface DivisionOut {
  id: string
  code: string
  name: string
  level: string
  parent: string | null
  full_name: string
}

export interface PageOutDivisionOut {
  items: DivisionOut[]
  next: string | null
}

export interface AddressOut {
  id: string
  label: string
  division: PlaceOut
  detail: string
  full: string
  contact_name: string
  contact_phone: string
  lat: number | null
  lng: number | null
  is_default: boolean
}

export interface PageOutAddressOut {
  items: AddressOut[]
  next: string | null
}

export interface AddressIn {
  division: string
  detail: string
  contact_name: string
  contact_phone: string
  label?: string
  lat?: number | null
  lng?: number | null
  is_default?: boolean
}

/** What is given is changed. */
export interface AmendIn {
  division?: string | null
  detail?: string | null
  contact_name?: string | null
  contact_phone?: string | null
  label?: string | null
  lat?: number | null
  lng?: number | null
  is_default?: boolean | null
}

export interface CredentialOut {
  id: string
  kind: string
  kind_label: string
  occupation: string
  grade_label: string | null
  number_masked: string
  issuer: string
  issued_on: string
  expires_on: string | null
  verified: boolean
}

export interface WorkerOut {
  id: string
  name: string
  enterprise: NamedOut | null
  trust: TrustOut
  rating_milli: number | null
  orders_done: number
  credentials: CredentialOut[]
  languages: string[]
  areas: string[]
}

export interface CalendarAsk {
  from?: string | null
  to?: string | null
}

export interface DayOut {
  on: string
  open: string[][]
  taken: string[][]
}

export interface PageOutDayOut {
  items: DayOut[]
  next: string | null
}

export interface LeaveOut {
  id: string
  starts_at: string
  ends_at: string
  reason: string
}

export interface PageOutLeaveOut {
  items: LeaveOut[]
  next: string | null
}

export interface LeaveIn {
  starts_at: string
  ends_at: string
  reason?: string
}

/** What can go wrong, as problem+json (RFC 9457); further facts stand beside these fields. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  fields?: Record<string, string>
}
