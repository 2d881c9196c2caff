"""Stores a film of a squat and one of a shin in the home that MIDSTANCE_HOME names."""

# ruff: noqa: E402 - Django is set up before what needs it

import sys

from midstance.app.start import start_django

start_django()

from app.film_makers import add_screen_film, made_filmed
from midstance.app.checking.days import today_of
from midstance.app.set_up_runner import default_runner


def store_screen_films() -> None:
    runner = default_runner()
    today = today_of(runner)
    squat = add_screen_film(runner, today)
    filmed = made_filmed("right", "knee_to_wall_angle")
    shin = add_screen_film(runner, today, "knee_to_wall_angle", "right", filmed)
    sys.stdout.write(f"{squat.id} {shin.id}\n")


if __name__ == "__main__":
    store_screen_films()
