"""The app in a made-up language that is written from right to left, for a real browser."""

from django.utils.translation import trans_real

from midstance.web.settings import *  # noqa: F403 # the app's own, but for what follows
from pseudo import RIGHT_TO_LEFT, PseudoTranslations, settings_in

globals().update(settings_in(RIGHT_TO_LEFT))
trans_real._translations[RIGHT_TO_LEFT] = PseudoTranslations(RIGHT_TO_LEFT)
