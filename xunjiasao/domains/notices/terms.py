"""Which fact is told to which parts in their inbox; whoever did it herself isn't told."""

TOLD = {
    "order.placed": ("enterprise",),
    "order.confirmed": ("resident",),
    "order.assigned": ("resident", "worker"),
    "order.relieved": ("relieved",),
    "order.accepted": ("resident", "enterprise"),
    "order.declined": ("enterprise",),
    "order.left_open": ("enterprise",),
    "order.promise_refused": ("enterprise",),
    "order.departed": ("resident",),
    "order.code_refused": ("resident", "enterprise"),
    "order.arrived": ("resident",),
    "order.finished": ("resident",),
    "order.approved": ("resident", "worker"),
    "order.reviewed": ("worker", "enterprise"),
    "order.paid": ("resident",),
    "order.payment_corrected": ("resident",),
    "order.rescheduled": ("resident", "worker", "enterprise"),
    "order.cancelled": ("resident", "worker", "enterprise"),
}
