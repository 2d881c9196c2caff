"""Django with the store alone, for the processes that the tests start."""

from midstance.store.database import databases

SECRET_KEY = "only for tests"  # noqa: S105 # signs nothing
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "midstance.store"]
DATABASES = databases()
