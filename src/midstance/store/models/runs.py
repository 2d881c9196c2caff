"""A run, the original it came from and the streams it holds."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from midstance.store.models.fields import MeasureField, WordsField
from midstance.store.models.owned import Owned, OwnedQuerySet
from midstance.store.models.runner import Runner, Shoe

SHA256_DIGITS = 64
RUN_KEY_DIGITS = 16


class Original(Owned):
    """A file as it was dropped, or a member of a dropped archive; its bytes lie in the blobs.

    `sha256` is of the stored bytes, `content_sha256` of the innermost bytes (after gunzip).
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="originals")
    sha256 = models.CharField(max_length=SHA256_DIGITS)
    content_sha256 = models.CharField(max_length=SHA256_DIGITS)
    size = models.PositiveBigIntegerField()
    name = WordsField()
    format = models.CharField(max_length=32)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "sha256"), name="original_once_per_owner"),
        )
        indexes = (models.Index(fields=("owner", "content_sha256"), name="original_content"),)

    def __str__(self) -> str:
        return self.name


class ShoeTold(models.TextChoices):
    """Who said which shoes a run was run in; a hand is never overruled."""

    UNTOLD = ""
    FILE = "file"
    RULE = "rule"
    HAND = "hand"


class RunQuerySet(OwnedQuerySet["Run"]):
    """Runs, of which duplicates are linked and not shown."""

    def shown(self) -> "RunQuerySet":
        return self.filter(duplicate_of=None)

    def overlapping(self, start_s: object, end_s: object) -> "RunQuerySet":
        """Runs whose half-open interval meets [start, end), both aware datetimes."""
        return self.filter(start_at__lt=end_s, end_at__gt=start_s)


class Run(Owned):
    """One cleaned activity.

    `key` is made of the content and its member alone, so that the same file gives the same key.
    `local_day` is the calendar day of the start where the runner was: the offset of the file, else
    the runner's time zone.
    """

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="runs")
    key = models.CharField(max_length=RUN_KEY_DIGITS)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="runs")
    member = WordsField(blank=True, default="")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    utc_offset_s = MeasureField(null=True, blank=True)
    local_day = models.DateField()
    sport = models.CharField(max_length=32)
    source = models.CharField(max_length=32)
    device_manufacturer = WordsField(blank=True, default="")
    device_product = WordsField(blank=True, default="")
    device_serial = WordsField(blank=True, default="")
    device_created_at = models.DateTimeField(null=True, blank=True)
    device_has_barometer = models.BooleanField(null=True, blank=True)
    name = WordsField(blank=True, default="")
    gear = WordsField(blank=True, default="")
    distance_m = MeasureField(null=True, blank=True)
    moving_s = MeasureField(null=True, blank=True)
    elapsed_s = MeasureField()
    ascent_m = MeasureField(null=True, blank=True)
    descent_m = MeasureField(null=True, blank=True)
    ascent_low_m = MeasureField(null=True, blank=True)
    ascent_high_m = MeasureField(null=True, blank=True)
    cadence_spm = MeasureField(null=True, blank=True)
    richness = models.PositiveBigIntegerField(default=0)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="duplicates", null=True, blank=True
    )
    shoe = models.ForeignKey(
        Shoe, on_delete=models.SET_NULL, related_name="runs", null=True, blank=True
    )
    shoe_told = models.CharField(
        max_length=4, choices=ShoeTold, blank=True, default=ShoeTold.UNTOLD
    )
    repairs = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    cleaner_version = models.CharField(max_length=32, blank=True, default="")
    imported_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Run"]] = RunQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "key"), name="run_key_once_per_owner"),
            models.CheckConstraint(
                condition=Q(end_at__gte=F("start_at")), name="run_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=F("id")), name="run_no_duplicate_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(utc_offset_s__gte=-14 * 3600, utc_offset_s__lte=14 * 3600),
                name="run_utc_offset_possible",
            ),
            models.CheckConstraint(
                condition=Q(shoe_told__in=ShoeTold.values), name="run_shoe_told_known"
            ),
            models.CheckConstraint(condition=Q(distance_m__gte=0), name="run_distance_not_below_0"),
            models.CheckConstraint(condition=Q(moving_s__gte=0), name="run_moving_not_below_0"),
        )
        indexes = (
            models.Index(fields=("owner", "start_at"), name="run_start"),
            models.Index(fields=("owner", "end_at"), name="run_end"),
            models.Index(
                fields=("owner", "local_day"), name="run_shown_day", condition=Q(duplicate_of=None)
            ),
            models.Index(
                fields=("owner", "start_at"), name="run_shown_start", condition=Q(duplicate_of=None)
            ),
        )

    def __str__(self) -> str:
        return self.key


class RunStreams(Owned):
    """All channels of one run, packed by `midstance.store.streams`."""

    OWNER_PATH: ClassVar[str] = "run__owner"

    run = models.OneToOneField(
        Run, on_delete=models.CASCADE, primary_key=True, related_name="streams"
    )
    codec = models.PositiveSmallIntegerField()
    blob = models.BinaryField()

    def __str__(self) -> str:
        return str(self.run_id)
