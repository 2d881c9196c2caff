"""The rows that a prepared run becomes."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from midstance.app.importing.prepare import PreparedRun
from midstance.app.usual import write_descriptor
from midstance.core.load.session import SessionLoad
from midstance.importers.clean import CLEANER_VERSION, CleanRun
from midstance.store.models import (
    Original,
    Run,
    RunLoad,
    Runner,
    RunStreams,
    TissueLoadRow,
)
from midstance.store.streams import PackedStreams

TISSUE_COLUMNS = (
    "peak_bw",
    "peak_low_bw",
    "peak_high_bw",
    "mean_peak_bw",
    "impulse_bw_s",
    "impulse_low_bw_s",
    "impulse_high_bw_s",
    "impulse_bw_s_per_km",
    "left_impulse_bw_s",
    "right_impulse_bw_s",
    "level_log_sd",
    "change_log_sd",
)


def run_row(runner: Runner, prepared: PreparedRun, original: Original) -> Run:
    run, totals = prepared.run, prepared.totals
    return Run(
        owner=runner,
        key=prepared.key,
        original=original,
        member=run.member,
        start_at=utc(run.start_s),
        end_at=utc(run.end_s),
        utc_offset_s=run.utc_offset_s,
        local_day=local_day(run, runner),
        sport=run.sport,
        source=run.source,
        device_manufacturer=run.device.manufacturer,
        device_product=run.device.product,
        device_serial=run.device.serial,
        device_created_at=None if run.device.created_s is None else utc(run.device.created_s),
        device_has_barometer=run.device.has_barometer,
        name=run.name,
        gear=run.gear,
        distance_m=totals.distance_m,
        moving_s=totals.moving_s,
        elapsed_s=totals.elapsed_s,
        ascent_m=totals.ascent_m,
        descent_m=totals.descent_m,
        ascent_low_m=totals.ascent_low_m,
        ascent_high_m=totals.ascent_high_m,
        cadence_spm=totals.cadence_spm,
        richness=prepared.richness,
        repairs=[asdict(note) for note in run.repairs],
        totals=asdict(run.totals),
        cleaner_version=CLEANER_VERSION,
    )


def streams_row(row: Run, packed: PackedStreams) -> RunStreams:
    return RunStreams(run=row, codec=packed.codec, blob=packed.blob)


def load_row(row: Run, load: SessionLoad) -> RunLoad:
    return RunLoad(
        run=row,
        model_version=load.model_version,
        steps=load.steps,
        moving_s=load.moving_s,
        modelled_s=load.modelled_s,
        walking_s=load.walking_s,
        unknown_s=load.unknown_s,
        distance_m=load.distance_m,
        unrecorded_m=load.unrecorded_m,
        unrecorded_frac=load.unrecorded_frac,
        contact_time_s=load.contact_time_s,
        seconds_by_speed=list(load.seconds_by_speed),
        iliotibial_index=load.iliotibial_band.index,
        iliotibial_peak_index=load.iliotibial_band.peak_index,
        inputs={name: str(source) for name, source in asdict(load.inputs).items()},
    )


def tissue_rows(row: Run, load: SessionLoad) -> Iterator[TissueLoadRow]:
    for tissue, figures in load.tissues.items():
        yield TissueLoadRow(
            run=row,
            tissue=tissue,
            damage_m3=figures.damage[3],
            damage_m6=figures.damage[6],
            damage_m9=figures.damage[9],
            descriptor=write_descriptor(figures.descriptor),
            **{name: getattr(figures, name) for name in TISSUE_COLUMNS},
        )


def utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def local_day(run: CleanRun, runner: Runner) -> date:
    """The calendar day where the runner was: by the file's offset, else by her time zone."""
    start = utc(run.start_s)
    if run.utc_offset_s is not None:
        return (start + timedelta(seconds=run.utc_offset_s)).date()
    return start.astimezone(ZoneInfo(runner.time_zone or "UTC")).date()
