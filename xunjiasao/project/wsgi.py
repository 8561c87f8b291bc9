"""What granian serves."""

import os

from django.core.checks import Tags, run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunjiasao.project.settings")
application = get_wsgi_application()

if faults := [fault for fault in run_checks(tags=[Tags.database], databases=["default"]) if fault.is_serious()]:
    raise SystemCheckError("\n".join(map(str, faults)))
