"""A knee check as it was answered, what came out of it, and what a clinician said to it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from midstance.store.models.fields import WordsField
from midstance.store.models.owned import Owned
from midstance.store.models.runner import Runner

CHECK_KEY_DIGITS = 16
MOST_URGENT = 4


class Side(models.TextChoices):
    """The knee that hurts; empty while it was not said."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    UNSAID = ""


class ClinicianKind(models.TextChoices):
    """Who looked at the knee."""

    EMERGENCY = "emergency"
    DOCTOR = "doctor"
    PHYSIOTHERAPIST = "physiotherapist"
    OTHER = "other"


class KneeCheck(Owned):
    """One check, open until it is finished.

    `answers` maps questions to answers as in an answers file, `asked` is their order; an answer
    that was not asked for came from the profile. `action` is what the answers so far ask for, 4
    an emergency. `result` is the snapshot as it was shown, in the bytes that a replay gives again.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="checks")
    key = models.CharField(max_length=CHECK_KEY_DIGITS)
    side = models.CharField(max_length=5, choices=Side, blank=True, default=Side.UNSAID)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    asked = models.JSONField(default=list)
    action = models.PositiveSmallIntegerField(null=True, blank=True)
    result = WordsField(blank=True, default="")
    rules_version = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=16, default="en")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="check_key_once_per_owner"),
            models.UniqueConstraint(
                fields=("owner",), condition=Q(finished_at=None), name="check_one_open_per_owner"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="check_side_known"),
            models.CheckConstraint(condition=Q(action__lte=MOST_URGENT), name="check_action_known"),
            models.CheckConstraint(
                condition=Q(finished_at=None)
                | (Q(action__isnull=False) & ~Q(result="") & ~Q(rules_version="")),
                name="check_finished_with_a_result",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__gte=F("started_at")), name="check_ends_after_its_start"
            ),
        )
        indexes = (models.Index(fields=("owner", "started_at"), name="check_start"),)

    def __str__(self) -> str:
        return self.key


class ClinicianAnswer(Owned):
    """What a clinician said about the knee of a check; only this ends a lock."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="clinician_answers")
    knee_check = models.ForeignKey(
        KneeCheck, on_delete=models.CASCADE, related_name="clinician_answers"
    )
    kind = models.CharField(max_length=16, choices=ClinicianKind)
    said = WordsField(blank=True, default="")
    may_load = models.BooleanField()
    answered_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ClinicianKind.values), name="clinician_kind_known"
            ),
        )
        indexes = (models.Index(fields=("owner", "answered_on"), name="clinician_answer_day"),)

    def __str__(self) -> str:
        return f"{self.knee_check_id} {self.answered_on}"
