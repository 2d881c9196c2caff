"""What she wants of a plan, the weeks that were planned, and what she told of doing them.

Whatever a device can tell while it is offline carries a `key` that the device made, so that telling
it twice stores it once.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from midstance.store.models.fields import MeasureField, WordsField
from midstance.store.models.owned import Owned
from midstance.store.models.runner import Runner
from midstance.store.models.runs import Run

TOLD_KEY_CHARACTERS = 36
MOST_PAIN = MOST_EFFORT = 10
VERSION_CHARACTERS = 64
DIGEST_DIGITS = 64


def new_told_key() -> str:
    return uuid.uuid4().hex


class Moment(models.TextChoices):
    """When a pain was felt: before any load, during it, within the hour after, in the morning."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    MORNING = "morning"


class SessionKind(models.TextChoices):
    """What was done."""

    STRENGTH = "strength"
    MOBILITY = "mobility"
    CROSS = "cross"
    RUN = "run"
    RESET = "reset"
    WARM_UP = "warm_up"


class PlanWishes(Owned):
    """What a runner wants of her plan and what she has for it.

    `days` holds seven mappings from Monday on: `exercise_s`, `outing_s`, `time`. `entry` holds what
    she can do before she runs, as `EntryAnswers` names it. `onset_on` is the day on which she told
    `onset_s`.
    """

    owner = models.OneToOneField(Runner, on_delete=models.CASCADE, related_name="plan_wishes")
    days = models.JSONField(default=list)
    equipment = models.JSONField(default=list)
    situations = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    runs_a_week = models.PositiveSmallIntegerField(default=3)
    goal_s = models.PositiveIntegerField(null=True, blank=True)
    is_returning = models.BooleanField(null=True, blank=True)
    onset_s = models.PositiveIntegerField(null=True, blank=True)
    onset_on = models.DateField(null=True, blank=True)
    hills_back = models.BooleanField(default=False)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    place = WordsField(blank=True, default="")
    entry = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confidence__lte=MOST_EFFORT), name="wishes_confidence_possible"
            ),
            models.CheckConstraint(
                condition=Q(runs_a_week__lte=7), name="wishes_runs_a_week_possible"
            ),
        )

    def __str__(self) -> str:
        return str(self.owner_id)


class PlannedWeek(Owned):
    """Seven days as they were planned; never changed, replaced by a later one.

    `inputs` and `plan` are the snapshot in bytes that a replay gives again; `inputs_sha256` tells
    whether anything changed since.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="planned_weeks")
    key = models.CharField(max_length=TOLD_KEY_CHARACTERS, default=new_told_key)
    first_day = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    inputs = WordsField()
    inputs_sha256 = models.CharField(max_length=DIGEST_DIGITS)
    plan = WordsField()
    constants_version = models.CharField(max_length=VERSION_CHARACTERS)
    book_version = models.CharField(max_length=VERSION_CHARACTERS)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="week_key_once_per_owner"),
        )
        indexes = (models.Index(fields=("owner", "first_day", "made_at"), name="week_day"),)

    def __str__(self) -> str:
        return f"{self.first_day}"


class SessionLog(Owned):
    """A session that was done, in full or in part.

    `items` holds what was done of each exercise: `exercise`, `form`, `sets`, `reps`, `hold_s`,
    `sets_done`, `pain`, `instead_of`. `stopped` says why it ended early.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="session_logs")
    key = models.CharField(max_length=TOLD_KEY_CHARACTERS, default=new_told_key)
    day = models.DateField()
    kind = models.CharField(max_length=16, choices=SessionKind)
    started_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    effort_rpe = models.PositiveSmallIntegerField(null=True, blank=True)
    items = models.JSONField(default=list)
    stopped = models.CharField(max_length=32, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="session_key_once_per_owner"),
            models.CheckConstraint(
                condition=Q(kind__in=SessionKind.values), name="session_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(effort_rpe__lte=MOST_EFFORT), name="session_effort_possible"
            ),
        )
        indexes = (models.Index(fields=("owner", "day"), name="session_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class PainEntry(Owned):
    """One pain, 0 to 10, as she told it; what was told again soon after takes its place.

    A morning stands on its own day and answers for the load of the day before. `places` are zones
    of the pain map. What was not asked is None.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="pain_entries")
    key = models.CharField(max_length=TOLD_KEY_CHARACTERS, default=new_told_key)
    day = models.DateField()
    moment = models.CharField(max_length=8, choices=Moment)
    pain = models.PositiveSmallIntegerField()
    places = models.JSONField(default=list)
    swelling = models.BooleanField(null=True, blank=True)
    limp = models.BooleanField(null=True, blank=True)
    run = models.ForeignKey(
        Run, on_delete=models.SET_NULL, related_name="pain_entries", null=True, blank=True
    )
    told_at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="pain_key_once_per_owner"),
            models.CheckConstraint(condition=Q(moment__in=Moment.values), name="pain_moment_known"),
            models.CheckConstraint(condition=Q(pain__lte=MOST_PAIN), name="pain_possible"),
        )
        indexes = (models.Index(fields=("owner", "day"), name="pain_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.moment} {self.pain}"


class WeekReview(Owned):
    """A look back at a week: how sure she is of the next one, and what stood in the way.

    `wishes_before` holds, by the wish that it changed, what it was before and what it became, so
    that she can take it back.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="week_reviews")
    key = models.CharField(max_length=TOLD_KEY_CHARACTERS, default=new_told_key)
    first_day = models.DateField()
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    barrier = models.CharField(max_length=32, blank=True, default="")
    wishes_before = models.JSONField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="review_key_once_per_owner"),
            models.CheckConstraint(
                condition=Q(confidence__lte=MOST_EFFORT), name="review_confidence_possible"
            ),
        )
        indexes = (models.Index(fields=("owner", "first_day"), name="review_day"),)

    def __str__(self) -> str:
        return f"{self.first_day}"


class OwnActivity(Owned):
    """Something that her knee makes hard and that she wants back, in her own words."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="own_activities")
    key = models.CharField(max_length=TOLD_KEY_CHARACTERS, default=new_told_key)
    name = WordsField()
    is_kept = models.BooleanField(default=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="activity_key_once_per_owner"),
        )

    def __str__(self) -> str:
        return self.name


class CheckIn(Owned):
    """One filled-in check-in: `kind` names the questionnaire, `answers` its values by item."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="check_ins")
    key = models.CharField(max_length=TOLD_KEY_CHARACTERS, default=new_told_key)
    kind = models.CharField(max_length=64)
    day = models.DateField()
    answers = models.JSONField(default=dict)
    version = models.CharField(max_length=VERSION_CHARACTERS, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="check_in_key_once_per_owner"),
        )
        indexes = (models.Index(fields=("owner", "kind", "day"), name="check_in_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class ScreenReading(Owned):
    """One day's movement screen: what was counted or measured; None for a side not tested.

    `both` is filled where both legs work at once. `version` names the rules it was told under.
    `is_filmed` says that a film suggested it.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="screen_readings")
    screen = models.CharField(max_length=64)
    day = models.DateField()
    left = MeasureField(null=True, blank=True)
    right = MeasureField(null=True, blank=True)
    both = MeasureField(null=True, blank=True)
    version = models.CharField(max_length=VERSION_CHARACTERS, blank=True, default="")
    is_filmed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "screen", "day"), name="screen_once_a_day"),
            models.CheckConstraint(condition=Q(left__gte=0), name="screen_left_not_below_0"),
            models.CheckConstraint(condition=Q(right__gte=0), name="screen_right_not_below_0"),
            models.CheckConstraint(condition=Q(both__gte=0), name="screen_both_not_below_0"),
            models.CheckConstraint(
                condition=Q(left__isnull=False) | Q(right__isnull=False) | Q(both__isnull=False),
                name="screen_has_a_value",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.screen}"


class Questionnaire(Owned):
    """A licensed questionnaire that she or her clinician put in, as the document that it was."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="questionnaires")
    name = models.CharField(max_length=64)
    document = models.JSONField(default=dict)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="questionnaire_once_per_owner"),
        )

    def __str__(self) -> str:
        return self.name


class Reminding(Owned):
    """When she wants to be reminded; `address_sha256` digests her private calendar address."""

    owner = models.OneToOneField(Runner, on_delete=models.CASCADE, related_name="reminding")
    is_on = models.BooleanField(default=False)
    at = models.TimeField(null=True, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    address_sha256 = models.CharField(max_length=DIGEST_DIGITS, blank=True, default="")

    def __str__(self) -> str:
        return str(self.owner_id)


class ReminderShown(Owned):
    """A day on which a reminder was shown, and whether she did something that day."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="reminders_shown")
    day = models.DateField()
    shown_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "day"), name="reminder_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day}"
