"""Stores two films that were analysed, one with pictures, in the home that MIDSTANCE_HOME names."""

# ruff: noqa: E402 - Django is set up before what needs it

import sys
from datetime import timedelta

import numpy as np

from midstance.app.start import start_django

start_django()

from app.film_makers import add_film, made_gait
from app.knee_answers import KNEECAP
from midstance.app.checking.days import today_of
from midstance.app.save_check import save_check
from midstance.app.set_up_runner import default_runner
from midstance.pose import Picture
from midstance.pose.picture_file import encode_jpeg

MOMENTS = ("contact", "midstance", "toe_off")


def store_films() -> None:
    """The earlier one is of few steps, so that it has something to try; the newest id first."""
    runner = default_runner()
    today = today_of(runner)
    save_check(runner, KNEECAP | {"run_pattern": ["only_after"]})
    blank = encode_jpeg(Picture(1.0, np.full((180, 320, 3), 120, np.uint8), 0.25))
    earlier = add_film(runner, today - timedelta(days=9), made_gait(stride_s=0.78))
    pictures = dict.fromkeys(MOMENTS, blank)
    later = add_film(runner, today, made_gait(noise_px=0.5), pictures=pictures)
    sys.stdout.write(f"{later.id} {earlier.id}\n")


if __name__ == "__main__":
    store_films()
