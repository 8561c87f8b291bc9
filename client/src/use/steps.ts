import {
  ordersAccept, ordersApprove, ordersArrive, ordersAssign, ordersCancel, ordersConfirm, ordersDecline, ordersDepart, ordersFinish,
  ordersReschedule, ordersReview,
} from '@/api'
import type { Order } from '@/shapes'

type Take = (order: string, body: never) => Promise<Order>
const WITH_BODY: Record<string, Take> = {
  arrive: ordersArrive, assign: ordersAssign, cancel: ordersCancel, finish: ordersFinish, reschedule: ordersReschedule, review: ordersReview,
}
const BARE: Record<string, (order: string) => Promise<Order>> = {
  accept: (o) => ordersAccept(o), approve: (o) => ordersApprove(o), confirm: (o) => ordersConfirm(o), decline: (o) => ordersDecline(o), depart: (o) => ordersDepart(o),
}

/** Takes one of an order's steps; which there are is the server's word. */
export function takeStep(order: string, step: string, body: object): Promise<Order> {
  const bare = BARE[step]
  return bare ? bare(order) : WITH_BODY[step](order, body as never)
}
