// Made by `npm run api` from docs/openapi.json; never edited.
import { ask, type Extras } from '@/net/ask'
import type { AccountIn, AccountOut, AddressIn, AddressOut, AmendIn, ArriveIn, AssignIn, CancelIn, CodeIn, CodeOut, ConfigOut, ConsentIn, ConsentOut, FinishIn, InboxOut, LeaveIn, LeaveOut, Level, MoveIn, MoveOut, OfferingDetailOut, OrderOut, PageOutAddressOut, PageOutCandidateOut, PageOutConsentOut, PageOutDayOut, PageOutDemoAccountOut, PageOutDivisionOut, PageOutLeaveOut, PageOutOccupationOut, PageOutOfferingOut, PageOutServiceOut, PageOutSessionOut, PageOutShortOrderOut, PageOutSlotOut, PageOutStationOut, PaymentIn, PlaceIn, QuoteIn, QuoteOut, ReadIn, ReviewIn, SessionIn, SignedInOut, WechatIn, WhoOut, WorkerOut } from './types'

/** List the occupations and the levels that they have. */
export const catalogueOccupations = (extras: Extras = {}) =>
  ask<PageOutOccupationOut>('GET', `/api/v1/occupations`, { ...extras })

/** List the services with the lowest price of each; 304 when the list is as `If-None-Match` says. */
export const catalogueServices = (query: { q?: string; division?: string } = {}, extras: Extras = {}) =>
  ask<PageOutServiceOut>('GET', `/api/v1/services`, { ...extras, query })

/** List what enterprises offer, the cheapest or the best rated first. */
export const catalogueOfferings = (query: { q?: string; division?: string; occupation?: string; service?: string; sort?: "price" | "rating"; cursor?: string | null; limit?: number } = {}, extras: Extras = {}) =>
  ask<PageOutOfferingOut>('GET', `/api/v1/offerings`, { ...extras, query })

/** Show what an offering holds and costs. */
export const catalogueOffering = (offeringId: string, extras: Extras = {}) =>
  ask<OfferingDetailOut>('GET', `/api/v1/offerings/${encodeURIComponent(offeringId)}`, { ...extras })

/** Say what a visit costs, line by line; the price holds for 15 minutes. */
export const catalogueQuote = (body: QuoteIn, extras: Extras = {}) =>
  ask<QuoteOut>('POST', `/api/v1/quotes`, { ...extras, body })

/** List the half hours at which the visit could start, with how many workers are free at each. */
export const dispatchSlots = (offeringId: string, query: { from?: string | null; to?: string | null; address: string; quantity?: number | null; extras?: string; worker?: string | null }, extras: Extras = {}) =>
  ask<PageOutSlotOut>('GET', `/api/v1/offerings/${encodeURIComponent(offeringId)}/slots`, { ...extras, query })

/** Rank whom one may choose for that time, and say why; who didn't agree to be shown comes only unchosen. */
export const dispatchCandidates = (offeringId: string, query: { address: string; quantity?: number | null; extras?: string; starts_at: string; worker?: string | null }, extras: Extras = {}) =>
  ask<PageOutCandidateOut>('GET', `/api/v1/offerings/${encodeURIComponent(offeringId)}/candidates`, { ...extras, query })

/** Read the inbox, newest first. */
export const noticesInbox = (query: { cursor?: string | null; limit?: number } = {}, extras: Extras = {}) =>
  ask<InboxOut>('GET', `/api/v1/notices`, { ...extras, query })

/** Mark notices as read; all of them when none are named. */
export const noticesRead = (body: ReadIn, extras: Extras = {}) =>
  ask<void>('POST', `/api/v1/notices/read`, { ...extras, body })

/** Book a visit at the quoted price. The same key and body give the same order again. */
export const ordersPlace = (body: PlaceIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders`, { ...extras, body })

/** List one's orders: the next visit first when a day is named, else the latest first. */
export const ordersList = (query: { as?: "resident" | "worker" | "enterprise" | "federation" | null; stage?: string; on?: string | null; from?: string | null; to?: string | null; q?: string; cursor?: string | null; limit?: number } = {}, extras: Extras = {}) =>
  ask<PageOutShortOrderOut>('GET', `/api/v1/orders`, { ...extras, query })

/** Show an order; 304 when it is as `If-None-Match` says. */
export const ordersGet = (orderId: string, extras: Extras = {}) =>
  ask<OrderOut>('GET', `/api/v1/orders/${encodeURIComponent(orderId)}`, { ...extras })

/** Rank the enterprise's people for an order, and say of the others why not. */
export const ordersCandidates = (orderId: string, extras: Extras = {}) =>
  ask<PageOutCandidateOut>('GET', `/api/v1/orders/${encodeURIComponent(orderId)}/candidates`, { ...extras })

/** List the half hours to which the visit could be moved; the time that it holds counts as free. */
export const ordersSlots = (orderId: string, query: { from?: string | null; to?: string | null } = {}, extras: Extras = {}) =>
  ask<PageOutSlotOut>('GET', `/api/v1/orders/${encodeURIComponent(orderId)}/slots`, { ...extras, query })

/** Say what moving an order to another time would cost. */
export const ordersReschedulePreview = (orderId: string, query: { starts_at: string }, extras: Extras = {}) =>
  ask<MoveOut>('GET', `/api/v1/orders/${encodeURIComponent(orderId)}/reschedule`, { ...extras, query })

/** The resident or the enterprise moves the visit. */
export const ordersReschedule = (orderId: string, body: MoveIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/reschedule`, { ...extras, body })

/** The enterprise confirms. */
export const ordersConfirm = (orderId: string, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/confirm`, { ...extras })

/** The enterprise says who comes. */
export const ordersAssign = (orderId: string, body: AssignIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/assign`, { ...extras, body })

/** The worker accepts. */
export const ordersAccept = (orderId: string, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/accept`, { ...extras })

/** The worker declines; somebody else's time is held if anybody is free. What is left for her to see comes back. */
export const ordersDecline = (orderId: string, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/decline`, { ...extras })

/** The worker sets off. */
export const ordersDepart = (orderId: string, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/depart`, { ...extras })

/** The worker enters the code that the family tells at the door. */
export const ordersArrive = (orderId: string, body: ArriveIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/arrive`, { ...extras, body })

/** The worker finishes with what was done. */
export const ordersFinish = (orderId: string, body: FinishIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/finish`, { ...extras, body })

/** The resident approves the work. */
export const ordersApprove = (orderId: string, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/approve`, { ...extras })

/** The resident says how safe, cared for and at ease the visit made one feel. */
export const ordersReview = (orderId: string, body: ReviewIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/review`, { ...extras, body })

/** The resident or the enterprise cancels; `cancel_fee_fen` and the step's `tells` said what it costs. */
export const ordersCancel = (orderId: string, body: CancelIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/cancel`, { ...extras, body })

/** The enterprise records what was paid on site, once, when the work is done. */
export const ordersRecordPayment = (orderId: string, body: PaymentIn, extras: Extras = {}) =>
  ask<OrderOut>('POST', `/api/v1/orders/${encodeURIComponent(orderId)}/payment`, { ...extras, body })

/** The enterprise puts right what it recorded by mistake; the family is told. */
export const ordersCorrectPayment = (orderId: string, body: PaymentIn, extras: Extras = {}) =>
  ask<OrderOut>('PATCH', `/api/v1/orders/${encodeURIComponent(orderId)}/payment`, { ...extras, body })

/** List stations; with `near` the nearest first, in one page. */
export const organizationsStations = (query: { division?: string; near?: string; cursor?: string | null; limit?: number } = {}, extras: Extras = {}) =>
  ask<PageOutStationOut>('GET', `/api/v1/stations`, { ...extras, query })

/** What a client shows before anybody signs in. */
export const peopleConfig = (extras: Extras = {}) =>
  ask<ConfigOut>('GET', `/api/v1/config`, { ...extras })

/** Whom one may sign in as; in the demo only. */
export const peopleDemoAccounts = (extras: Extras = {}) =>
  ask<PageOutDemoAccountOut>('GET', `/api/v1/demo/accounts`, { ...extras })

/** Send a one-time code to a phone: 10 minutes, 5 tries, again after a minute, 5 an hour. */
export const peopleSendCode = (body: CodeIn, extras: Extras = {}) =>
  ask<CodeOut>('POST', `/api/v1/session/codes`, { ...extras, body })

/** Sign in by code, or by password and one-time number. */
export const peopleSignIn = (body: SessionIn, extras: Extras = {}) =>
  ask<SignedInOut>('POST', `/api/v1/session`, { ...extras, body })

/** Who am I? */
export const peopleSession = (extras: Extras = {}) =>
  ask<WhoOut>('GET', `/api/v1/session`, { ...extras })

/** End this session. */
export const peopleSignOut = (extras: Extras = {}) =>
  ask<void>('DELETE', `/api/v1/session`, { ...extras })

/** Sign in through the mini-program; who is new there is asked for her phone (`phone_needed`). */
export const peopleSignInByWechat = (body: WechatIn, extras: Extras = {}) =>
  ask<SignedInOut>('POST', `/api/v1/session/wechat`, { ...extras, body })

/** Where I am signed in, newest first. */
export const peopleSessions = (query: { cursor?: string | null; limit?: number } = {}, extras: Extras = {}) =>
  ask<PageOutSessionOut>('GET', `/api/v1/sessions`, { ...extras, query })

/** Sign out elsewhere. */
export const peopleEndSession = (sessionId: string, extras: Extras = {}) =>
  ask<void>('DELETE', `/api/v1/sessions/${encodeURIComponent(sessionId)}`, { ...extras })

/** Change one's own name or language. */
export const peopleChangeAccount = (body: AccountIn, extras: Extras = {}) =>
  ask<AccountOut>('PATCH', `/api/v1/account`, { ...extras, body })

/** What I agreed to. */
export const peopleConsents = (extras: Extras = {}) =>
  ask<PageOutConsentOut>('GET', `/api/v1/consents`, { ...extras })

/** Agree to one purpose. */
export const peopleGiveConsent = (body: ConsentIn, extras: Extras = {}) =>
  ask<ConsentOut>('POST', `/api/v1/consents`, { ...extras, body })

/** Withdraw; it counts from now on. */
export const peopleWithdrawConsent = (purpose: string, extras: Extras = {}) =>
  ask<void>('DELETE', `/api/v1/consents/${encodeURIComponent(purpose)}`, { ...extras })

/** List the city's divisions in the order of the official list. */
export const placesDivisions = (query: { parent?: string; q?: string; level?: Level | null; cursor?: string | null; limit?: number } = {}, extras: Extras = {}) =>
  ask<PageOutDivisionOut>('GET', `/api/v1/divisions`, { ...extras, query })

/** List one's own addresses, newest first. */
export const placesAddresses = (query: { cursor?: string | null; limit?: number } = {}, extras: Extras = {}) =>
  ask<PageOutAddressOut>('GET', `/api/v1/addresses`, { ...extras, query })

/** Keep an address; the first is the default. */
export const placesAddAddress = (body: AddressIn, extras: Extras = {}) =>
  ask<AddressOut>('POST', `/api/v1/addresses`, { ...extras, body })

/** Change what is given; orders keep the address they were placed with. */
export const placesAmendAddress = (addressId: string, body: AmendIn, extras: Extras = {}) =>
  ask<AddressOut>('PATCH', `/api/v1/addresses/${encodeURIComponent(addressId)}`, { ...extras, body })

/** Remove an address; orders keep theirs. */
export const placesRemoveAddress = (addressId: string, extras: Extras = {}) =>
  ask<void>('DELETE', `/api/v1/addresses/${encodeURIComponent(addressId)}`, { ...extras })

/** Show a worker her own archive. */
export const workersOwn = (extras: Extras = {}) =>
  ask<WorkerOut>('GET', `/api/v1/worker`, { ...extras })

/** Show what a worker offers and what is taken, day by day. */
export const workersCalendar = (query: { from?: string | null; to?: string | null } = {}, extras: Extras = {}) =>
  ask<PageOutDayOut>('GET', `/api/v1/worker/calendar`, { ...extras, query })

/** List a worker's leave that isn't over. */
export const workersLeaves = (extras: Extras = {}) =>
  ask<PageOutLeaveOut>('GET', `/api/v1/worker/leaves`, { ...extras })

/** Close a worker's calendar for a while. */
export const workersTakeLeave = (body: LeaveIn, extras: Extras = {}) =>
  ask<LeaveOut>('POST', `/api/v1/worker/leaves`, { ...extras, body })

/** Withdraw a leave. */
export const workersEndLeave = (leaveId: string, extras: Extras = {}) =>
  ask<void>('DELETE', `/api/v1/worker/leaves/${encodeURIComponent(leaveId)}`, { ...extras })
