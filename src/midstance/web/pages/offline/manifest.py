"""The web app manifest: what a device shows when the app is installed."""

from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from midstance.web.components.assets import built_url

PAPER = "#fbfaf6"
TEAL = "#0f5c5f"
ICONS = (("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"))


def manifest() -> dict[str, object]:
    """In the active language."""
    language = get_language() or "en"
    drawing = {"src": "/static/icon.svg", "type": "image/svg+xml", "sizes": "any"}
    return {
        "name": "Midstance",
        "short_name": "Midstance",
        "description": _("The knee coach for runners. Everything stays with you."),
        "id": "/",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "lang": language,
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "background_color": PAPER,
        "theme_color": TEAL,
        "icons": [*(icon(sizes, purpose) for sizes, purpose in ICONS), drawing],
    }


def icon(sizes: str, purpose: str) -> dict[str, str]:
    name = f"app-{sizes.partition('x')[0]}{'-maskable' if purpose == 'maskable' else ''}.png"
    return {
        "src": built_url(f"icons/{name}"), "type": "image/png", "sizes": sizes, "purpose": purpose,
    }  # fmt: skip
