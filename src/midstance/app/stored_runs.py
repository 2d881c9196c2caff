"""A stored run as the models read it."""

from midstance.core.base.errors import NotFoundError
from midstance.core.signal.view import RunView
from midstance.importers.activity import Device, Note, Source, Sport, Totals
from midstance.importers.clean import CleanRun, view_run
from midstance.store.models import Run, Runner
from midstance.store.streams import read_streams

VIEWED = (
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "distance_m",
    "speed_mps",
    "cadence_spm",
    "heart_rate_bpm",
    "contact_time_s",
    "contact_balance_left_frac",
)


def find_run(runner: Runner, key: str) -> Run:
    """The runner's run of this key, shown or not."""
    found = Run.objects.owned_by(runner).filter(key=key)
    run = found.select_related("original", "shoe", "load", "duplicate_of").first()
    if run is None:
        raise NotFoundError(f"There is no run “{key}”. `midstance runs` lists those there are.")
    return run


def read_view(run: Run) -> RunView:
    """The 1 Hz view, made from the stored streams as at the import."""
    return view_run(read_clean_run(run))


def read_clean_run(run: Run) -> CleanRun:
    return CleanRun(
        start_s=run.start_at.timestamp(),
        end_s=run.end_at.timestamp(),
        sport=Sport(run.sport),
        source=Source(run.source),
        member=run.member,
        name=run.name,
        gear=run.gear,
        streams=read_streams(run, VIEWED),
        device=Device(
            run.device_manufacturer,
            run.device_product,
            run.device_serial,
            None if run.device_created_at is None else run.device_created_at.timestamp(),
            run.device_has_barometer,
        ),
        totals=Totals(**run.totals),
        utc_offset_s=run.utc_offset_s,
        repairs=tuple(Note(**note) for note in run.repairs),
    )
