/** The client's words for what the API gives. */
import type * as T from '@/api'

/** The point, degrees in WGS-84, comes along as soon as the API says it. */
export type Address = T.AddressOut & { lat?: number | null; lng?: number | null }
export type AddressIn = T.AddressIn
export type CalendarDay = T.DayOut
export type Candidate = T.CandidateOut
export type Config = T.ConfigOut
export type Credential = T.CredentialOut
export type DemoAccount = T.DemoAccountOut
export type Device = T.SessionOut
export type Division = T.DivisionOut
export type Leave = T.LeaveOut
export type LineStep = T.PointOut
export type NewSession = T.SignedInOut
export type Notice = T.NoticeOut
export type Offering = T.OfferingOut
export type OfferingDetail = T.OfferingDetailOut
export type Order = T.OrderOut
export type OrderShort = T.ShortOrderOut
export type PriceLine = T.LineOut
export type Quote = T.QuoteOut
export type RescheduleTold = T.MoveOut
export type Session = T.WhoOut
export type Slot = T.SlotOut
export type Step = T.StepOut
export type WorkerCard = T.WorkerOut
