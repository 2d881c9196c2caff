"""What each run did to the knee, stamped with the model that said so."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from midstance.store.models.fields import MeasureField
from midstance.store.models.owned import Owned
from midstance.store.models.runs import Run


class RunLoad(Owned):
    """The load of one run, as far as it is no single tissue's.

    `seconds_by_speed` is empty for loads that were worked out before it was counted.
    """

    OWNER_PATH: ClassVar[str] = "run__owner"

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="load", primary_key=True)
    model_version = models.CharField(max_length=64)
    steps = MeasureField()
    moving_s = MeasureField()
    modelled_s = MeasureField()
    walking_s = MeasureField()
    unknown_s = MeasureField()
    distance_m = MeasureField()
    unrecorded_m = MeasureField(null=True, blank=True)
    unrecorded_frac = MeasureField(null=True, blank=True)
    contact_time_s = MeasureField(null=True, blank=True)
    seconds_by_speed = models.JSONField(default=list)
    iliotibial_index = MeasureField()
    iliotibial_peak_index = MeasureField()
    inputs = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(steps__gte=0, moving_s__gte=0, distance_m__gte=0),
                name="run_load_not_below_0",
            ),
        )
        indexes = (models.Index(fields=("model_version",), name="run_load_version"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.model_version}"


class TissueLoadRow(Owned):
    """The load of one run on one tissue; the fields of `core.load.session.TissueLoad`."""

    OWNER_PATH: ClassVar[str] = "run__owner"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tissue_loads")
    tissue = models.CharField(max_length=24)
    peak_bw = MeasureField()
    peak_low_bw = MeasureField()
    peak_high_bw = MeasureField()
    mean_peak_bw = MeasureField()
    impulse_bw_s = MeasureField()
    impulse_low_bw_s = MeasureField()
    impulse_high_bw_s = MeasureField()
    impulse_bw_s_per_km = MeasureField(null=True, blank=True)
    damage_m3 = MeasureField()
    damage_m6 = MeasureField()
    damage_m9 = MeasureField()
    left_impulse_bw_s = MeasureField(null=True, blank=True)
    right_impulse_bw_s = MeasureField(null=True, blank=True)
    level_log_sd = MeasureField()
    change_log_sd = MeasureField()
    descriptor = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "tissue"), name="tissue_load_once_per_run"),
            models.CheckConstraint(
                condition=Q(
                    peak_low_bw__gte=0,
                    peak_bw__gte=F("peak_low_bw"),
                    peak_high_bw__gte=F("peak_bw"),
                ),
                name="tissue_load_peak_in_its_range",
            ),
            models.CheckConstraint(
                condition=Q(
                    impulse_low_bw_s__gte=0,
                    impulse_bw_s__gte=F("impulse_low_bw_s"),
                    impulse_high_bw_s__gte=F("impulse_bw_s"),
                ),
                name="tissue_load_impulse_in_its_range",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.tissue}"
