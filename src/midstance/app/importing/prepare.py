"""From what a reader found to what will be stored: all the computing, none of the writing."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from midstance.app.outcome import Outcome
from midstance.core.base.body import Body
from midstance.core.base.errors import MidstanceError, UnreadableFileError
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.session import SessionLoad, estimate_session_load
from midstance.core.signal.view import ViewTotals, summarise_view
from midstance.importers.activity import (
    Activity,
    Failed,
    Member,
    Note,
    Parsed,
    ShoeRecord,
    Sport,
)
from midstance.importers.clean import CleanRun, clean_activity, view_run
from midstance.importers.identity import assess_richness
from midstance.store.models.runs import RUN_KEY_DIGITS
from midstance.store.streams import PackedStreams, round_streams

SPORT_ASSUMED = "sport_assumed"
RUNNING_MPS = (1.7, 6.0)
SHORTEST_GUESS_M = 400
SPORT_WORDS = {
    Sport.WALKING: "a walk",
    Sport.HIKING: "a hike",
    Sport.CYCLING: "a ride",
    Sport.SWIMMING: "a swim",
    Sport.STRENGTH: "a strength workout",
    Sport.OTHER: "another sport",
    Sport.UNKNOWN: "a recording without a sport, and not at the pace of a run",
}


@dataclass(frozen=True)
class PreparedRun:
    """One run, ready to be stored."""

    key: str
    run: CleanRun
    totals: ViewTotals
    load: SessionLoad
    richness: int
    packed: PackedStreams


@dataclass(frozen=True)
class PreparedFile:
    """One file, ready to be stored; without runs it is only reported."""

    path: str
    content_sha256: str
    outcome: Outcome
    kind: str = ""
    reason: str = ""
    runs: tuple[PreparedRun, ...] = ()
    shoes: tuple[ShoeRecord, ...] = ()
    data: bytes | None = None  # the original's bytes, or else they lie in `source`
    source: Path = Path()
    original_sha256: str = ""  # of an original that is there already under another name

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


@dataclass(frozen=True)
class Estimator:
    """The body and the constants that loads are estimated with."""

    body: Body
    parameters: LoadParameters

    def prepare_member(self, member: Member) -> PreparedFile:
        """Clean, view and estimate whatever runs a member holds; never raises."""
        try:
            return self._prepare(member)
        except MidstanceError as error:
            return reported(member, Outcome.FAILED, type(error).__name__, str(error))
        except Exception as error:  # noqa: BLE001 (one bad file never stops the rest)
            kind = type(error).__name__
            reason = f"Reading it went wrong in a way we did not foresee ({kind}: {error})."
            return reported(member, Outcome.FAILED, "unexpected", reason)

    def _prepare(self, member: Member) -> PreparedFile:
        if isinstance(member.outcome, Failed):
            failed = member.outcome
            return reported(member, Outcome.FAILED, failed.kind, failed.reason)
        parsed = member.outcome
        if not parsed.activities:
            reason = parsed.why_empty or "It holds no activity."
            return replace(
                reported(member, Outcome.SKIPPED, "no_activity", reason), shoes=parsed.shoes
            )
        return self._prepare_activities(member, parsed)

    def _prepare_activities(self, member: Member, parsed: Parsed) -> PreparedFile:
        runs, errors = [], []
        for activity in parsed.activities:
            try:
                run = self.prepare_activity(activity, member.sha256)
            except UnreadableFileError as error:
                errors.append(error)
            else:
                runs += [run] if run else []
        if runs:
            return PreparedFile(
                path=member.path,
                content_sha256=member.sha256,
                outcome=Outcome.IMPORTED,
                runs=tuple(runs),
                shoes=parsed.shoes,
                data=member.data,
            )
        if errors:
            return reported(member, Outcome.FAILED, type(errors[0]).__name__, str(errors[0]))
        return reported(member, Outcome.SKIPPED, "not_a_run", _what_it_is(parsed.activities))

    def prepare_activity(self, activity: Activity, content_sha256: str) -> PreparedRun | None:
        """Prepare one activity; None when it is no run."""
        if not (activity.sport.is_run or activity.sport is Sport.UNKNOWN):
            return None
        cleaned = clean_activity(activity)
        rounded = round_streams(cleaned.streams)
        cleaned = replace(cleaned, streams=rounded.streams)
        view = view_run(cleaned)
        totals = summarise_view(view)
        if cleaned.sport is Sport.UNKNOWN:
            if not _at_running_pace(totals):
                return None
            note = Note(SPORT_ASSUMED, 1)
            cleaned = replace(cleaned, sport=Sport.ROAD, repairs=(*cleaned.repairs, note))
        return PreparedRun(
            key=run_key(content_sha256, activity.member),
            run=cleaned,
            totals=totals,
            load=estimate_session_load(view, self.body, self.parameters),
            richness=assess_richness(cleaned),
            packed=rounded.pack(),
        )


def reported(member: Member, outcome: Outcome, kind: str, reason: str) -> PreparedFile:
    return PreparedFile(member.path, member.sha256, outcome, kind, reason)


def run_key(content_sha256: str, member: str) -> str:
    """The identity of a run: its bytes, and its place among them."""
    return hashlib.sha256(f"{content_sha256}\n{member}".encode()).hexdigest()[:RUN_KEY_DIGITS]


def _at_running_pace(totals: ViewTotals) -> bool:
    if totals.distance_m is None or totals.distance_m < SHORTEST_GUESS_M or not totals.moving_s:
        return False
    return RUNNING_MPS[0] <= totals.distance_m / totals.moving_s <= RUNNING_MPS[1]


def _what_it_is(activities: tuple[Activity, ...]) -> str:
    found = {SPORT_WORDS.get(activity.sport, "another sport") for activity in activities}
    return "Not a run: several other sports." if len(found) > 1 else f"Not a run: {found.pop()}."
