"""Films of her: what she told of each, what was seen in it, and what she tries because.

The film itself is never stored; while it waits it lies in the inbox under `file_name`.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from midstance.store.models.fields import MeasureField, ShortWordsField
from midstance.store.models.jobs import Job
from midstance.store.models.owned import Owned
from midstance.store.models.runner import Runner

VERSION_CHARACTERS = 64
FILE_NAME_CHARACTERS = 64


class FilmView(models.TextChoices):
    """From where it was filmed."""

    SIDE = "side"
    REAR = "rear"
    FRONT = "front"


class FilmLeg(models.TextChoices):
    """Which leg a film of a movement screen is of."""

    LEFT = "left"
    RIGHT = "right"


class FilmState(models.TextChoices):
    """Where a film stands; ASKING waits for her answer, with the file still there."""

    WAITING = "waiting"
    LOOKING = "looking"
    ASKING = "asking"
    ANALYSING = "analysing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FILM_OVER = (FilmState.DONE, FilmState.FAILED, FilmState.CANCELLED)


class Film(Owned):
    """A film that she handed over; `screen` is the movement screen it is of, "" for one of running.

    `told` holds what she said of it, as `FilmTold` names it; `look` what was seen before the
    analysis; `problem` the kind and reason why nothing is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="films")
    view = models.CharField(max_length=5, choices=FilmView)
    screen = ShortWordsField(blank=True, default="")
    leg = models.CharField(max_length=5, choices=FilmLeg, blank=True, default="")
    day = models.DateField()
    name = ShortWordsField(blank=True, default="")
    told = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=FilmState, default=FilmState.WAITING)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, related_name="films", null=True, blank=True
    )
    file_name = models.CharField(max_length=FILE_NAME_CHARACTERS, blank=True, default="")
    ask_until = models.DateTimeField(null=True, blank=True)
    look = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(view__in=FilmView.values), name="film_view_known"),
            models.CheckConstraint(
                condition=Q(state__in=FilmState.values), name="film_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FILM_OVER) | Q(file_name=""),
                name="film_is_gone_when_over",
            ),
            models.CheckConstraint(
                condition=Q(state=FilmState.ASKING, ask_until__isnull=False)
                | (~Q(state=FilmState.ASKING) & Q(ask_until__isnull=True)),
                name="film_asks_until_a_moment",
            ),
            models.CheckConstraint(
                condition=(Q(screen="", leg="") & ~Q(view=FilmView.FRONT))
                | (~Q(screen="") & Q(leg__in=FilmLeg.values)),
                name="film_of_a_screen_names_a_leg",
            ),
        )
        indexes = (models.Index(fields=("owner", "day"), name="film_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.view} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.state in FILM_OVER


class FilmGait(Owned):
    """What a film told: `document` holds the figures, `blob` the arrays that it names."""

    OWNER_PATH: ClassVar[str] = "film__owner"

    film = models.OneToOneField(
        Film, on_delete=models.CASCADE, primary_key=True, related_name="gait"
    )
    document = models.JSONField(default=dict)
    codec = models.PositiveSmallIntegerField()
    blob = models.BinaryField()
    version = models.CharField(max_length=VERSION_CHARACTERS)

    def __str__(self) -> str:
        return str(self.film_id)


class FilmPicture(Owned):
    """One picture that she wanted to keep, with blurred faces, as JPEG."""

    OWNER_PATH: ClassVar[str] = "film__owner"

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="pictures")
    moment = models.CharField(max_length=32)
    jpeg = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("film", "moment"), name="film_picture_once"),
        )

    def __str__(self) -> str:
        return f"{self.film_id} {self.moment}"


class TrialState(models.TextChoices):
    """What became of trying a cue."""

    ON = "on"
    KEPT = "kept"
    DROPPED = "dropped"


class CueTrial(Owned):
    """A cue that she tries while running; one at a time. `beat_spm` is the beat to run to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="cue_trials")
    film = models.ForeignKey(
        Film, on_delete=models.SET_NULL, related_name="trials", null=True, blank=True
    )
    cue = models.CharField(max_length=64)
    beat_spm = MeasureField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=TrialState, default=TrialState.ON)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    version = models.CharField(max_length=VERSION_CHARACTERS)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=TrialState.values), name="trial_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=TrialState.ON, ended_on__isnull=True)
                | (~Q(state=TrialState.ON) & Q(ended_on__isnull=False)),
                name="trial_that_is_over_has_an_end",
            ),
            models.CheckConstraint(condition=Q(beat_spm__gt=0), name="trial_beat_above_0"),
            models.UniqueConstraint(
                fields=("owner",), condition=Q(state=TrialState.ON), name="trial_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cue} {self.state}"
