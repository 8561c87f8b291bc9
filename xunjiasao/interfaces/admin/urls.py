from django.urls import path

from xunjiasao.interfaces.admin import tables
from xunjiasao.interfaces.admin.site import site

assert tables.BUTTONS  # importing them registers every table

urlpatterns = [path("", site.urls)]
