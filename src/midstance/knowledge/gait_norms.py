"""What is usual of a runner's gait at a speed, as the record that `core.gait` takes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from midstance.core.gait.norms import CurveNorm, Norm, SpeedBand, SpeedNorm
from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_gait import GaitCurveRecord, GaitNormRecord

PERCENT = 100


@cache
def read_gait_norms() -> Mapping[str, GaitNormRecord]:
    """Every norm by the figure that it is of."""
    return read_folder(DATA / "gait_norms", GaitNormRecord)


@cache
def read_gait_curves() -> Mapping[str, GaitCurveRecord]:
    """What is usual over the stride, by the curve that it is of."""
    return read_folder(DATA / "gait_curves", GaitCurveRecord)


@cache
def load_gait_curves() -> Mapping[str, CurveNorm]:
    """The same for `core.gait.norms.find_band`."""
    return MappingProxyType(
        {record.id: build_curve_norm(record) for record in read_gait_curves().values()}
    )


def build_curve_norm(record: GaitCurveRecord) -> CurveNorm:
    """Bring a record into the form that curves are drawn over."""
    by_speed = tuple(
        SpeedBand(each.speed_mps, each.people, each.low, each.high) for each in record.by_speed
    )
    phases = tuple(each / PERCENT for each in record.phase_percent)
    return CurveNorm(record.id, phases, by_speed, record.sources)


@cache
def load_gait_norms() -> Mapping[str, Norm]:
    """Every norm by the figure that it is of, for `core.gait.norms.compare`."""
    return MappingProxyType(
        {record.id: build_gait_norm(record) for record in read_gait_norms().values()}
    )


def build_gait_norm(record: GaitNormRecord) -> Norm:
    """Bring a record into the form that figures are compared with."""
    by_speed = tuple(
        SpeedNorm(each.speed_mps, each.people, each.mean, each.low, each.high)
        for each in record.by_speed
    )
    return Norm(record.id, by_speed, record.sources)
