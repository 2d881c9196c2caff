"""The runner, who owns all the rest, and her shoes."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from midstance.core.base.body import Body
from midstance.store.models.fields import MeasureField, ShortWordsField, WordsField
from midstance.store.models.owned import Owned


class Sex(models.TextChoices):
    """What the runner said; unsaid is empty."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNSAID = ""


class Units(models.TextChoices):
    """How lengths and weights are shown; they are stored in SI."""

    METRIC = "metric"
    IMPERIAL = "imperial"


class Runner(Owned):
    """Somebody who runs; with an account where the app asks for one."""

    OWNER_PATH: ClassVar[str] = "pk"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # an account goes only after what it owns was erased on purpose
        related_name="runner",
        null=True,
        blank=True,
    )
    name = WordsField(blank=True, default="")
    height_m = MeasureField(null=True, blank=True)
    mass_kg = MeasureField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex, blank=True, default=Sex.UNSAID)
    birth_year = models.SmallIntegerField(null=True, blank=True)
    units = models.CharField(max_length=8, choices=Units, default=Units.METRIC)
    time_zone = models.CharField(max_length=64, blank=True, default="")
    watched_folder = WordsField(blank=True, default="")
    set_up_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="runner_sex_known"),
            models.CheckConstraint(condition=Q(units__in=Units.values), name="runner_units_known"),
            models.CheckConstraint(
                condition=Q(height_m__gte=0.5, height_m__lte=2.6), name="runner_height_possible"
            ),
            models.CheckConstraint(
                condition=Q(mass_kg__gte=20, mass_kg__lte=350), name="runner_mass_possible"
            ),
            models.CheckConstraint(
                condition=Q(birth_year__gte=1900, birth_year__lte=2200),
                name="runner_birth_year_possible",
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.id)

    @property
    def body(self) -> Body:
        """What the load model needs to know of her."""
        return Body(height_m=self.height_m, mass_kg=self.mass_kg)


class Shoe(Owned):
    """A pair of shoes.

    `before_m` was run in them before the first run that is stored here; `most_m` is how far she
    wants to be told of, None for the usual band. `kinds` names the kinds of run that they are the
    default of; a run is long from `long_m` on, fast from `fast_mps` on. `also_named` are the other
    names that exports give the same pair.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="shoes")
    name = ShortWordsField()
    brand = WordsField(blank=True, default="")
    model = WordsField(blank=True, default="")
    first_day = models.DateField(null=True, blank=True)
    before_m = MeasureField(default=0.0)
    most_m = MeasureField(null=True, blank=True)
    kinds = models.JSONField(default=list)
    long_m = MeasureField(null=True, blank=True)
    fast_mps = MeasureField(null=True, blank=True)
    also_named = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="shoe_once_per_owner"),
            models.CheckConstraint(condition=Q(before_m__gte=0), name="shoe_before_not_below_0"),
            models.CheckConstraint(condition=Q(most_m__gt=0), name="shoe_most_above_0"),
            models.CheckConstraint(condition=Q(long_m__gt=0), name="shoe_long_above_0"),
            models.CheckConstraint(condition=Q(fast_mps__gt=0), name="shoe_fast_above_0"),
        )

    def __str__(self) -> str:
        return self.name


class ShoeChange(Owned):
    """The last change of her shoes, kept so that she can take it back.

    `before` holds what was there: `shoes` by name, None for a pair that was not there, and `runs`
    by key with what they became.
    """

    owner = models.OneToOneField(Runner, on_delete=models.CASCADE, related_name="shoe_change")
    kind = models.CharField(max_length=16)
    before = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.kind


class NoteShown(Owned):
    """A short note that she was shown, on which day, and whether she put it away."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="notes_shown")
    note = models.CharField(max_length=64)
    day = models.DateField()
    is_put_away = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "note", "day"), name="note_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.note}"
