"""The WSGI entry that `midstance serve` gives to granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midstance.web.settings")
application = get_wsgi_application()
