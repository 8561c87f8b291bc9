from django.urls import path

from xunjiasao.interfaces.console import (
    catalogue,
    credentials,
    enrolment,
    orders,
    organizations,
    overview,
    people,
    workers,
)

app_name = "console"
urlpatterns = [
    path("", people.desk, name="desk"),
    path("sign-in", people.sign_in, name="sign-in"),
    path("sign-in/demo", people.demo_sign_in, name="demo-sign-in"),
    path("sign-out", people.sign_out, name="sign-out"),
    path("sessions", people.sessions, name="sessions"),
    path("sessions/<str:session_id>/end", people.end_session, name="end-session"),
    path("scans/<str:credential_id>", credentials.scan, name="scan"),
    # an enterprise's desk
    path("todo", orders.todo, name="todo"),
    path("todo/pulse", orders.pulse, name="pulse"),
    path("todo/<str:order_id>", orders.todo_one, name="todo_one"),
    path("orders", orders.orders, name="orders"),
    path("orders/<str:order_id>", orders.orders_one, name="orders_one"),
    path("people", workers.people, name="people"),
    path("people/add", enrolment.add, name="people_add"),
    path("people/<str:worker_id>", workers.people_one, name="people_one"),
    path("people/<str:worker_id>/area", enrolment.area, name="people_area"),
    path("people/<str:worker_id>/hours", enrolment.hours, name="people_hours"),
    path("people/<str:worker_id>/release", enrolment.release, name="people_release"),
    path("people/<str:worker_id>/papers/add", credentials.add, name="paper_add"),
    path("people/<str:worker_id>/papers/<str:credential_id>/scan", credentials.add_scan, name="scan_add"),
    path("offerings", catalogue.offerings, name="offerings"),
    # the Federation's desk
    path("overview", overview.overview, name="overview"),
    path("overview/pulse", overview.pulse, name="overview_pulse"),
    path("all/orders", orders.all_orders, name="all_orders"),
    path("all/orders/<str:order_id>", orders.all_orders_one, name="all_orders_one"),
    path("all/enterprises", organizations.enterprises, name="enterprises"),
    path("all/stations", organizations.stations, name="stations"),
    path("all/workers", workers.workers, name="workers"),
    path("all/workers/<str:worker_id>", workers.workers_one, name="workers_one"),
    path("all/papers", credentials.verify, name="verify"),
    path("all/papers/<str:credential_id>", credentials.verify_one, name="verify_one"),
    # a station's desk
    path("station", organizations.station, name="station"),
]
