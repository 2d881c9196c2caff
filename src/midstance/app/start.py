"""Start Django once, before anything that touches the store is imported."""

import gc
import os


def start_django() -> None:
    """Set Django up with the app's settings; a second call does nothing."""
    import django  # noqa: PLC0415 (light commands never pay for it)
    from django.apps import apps  # noqa: PLC0415 (the same)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midstance.web.settings")
    if not apps.ready:
        django.setup()
        gc.freeze()  # what is loaded now stays: looking through it again and again finds nothing
