"""How she runs this week, in words that fit what stands on its days."""

from django.utils.translation import gettext as _

from midstance.app.number_words import duration_words
from midstance.app.training.advice import running_advice
from midstance.app.training.kept_weeks import KeptWeek
from midstance.app.training.plan_words import CRITERION_WORDS, MODE_WORDS, edit_words, most_words
from midstance.app.training.records import RunningLine
from midstance.core.plan.book import Situation
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.return_to_run import OutingKind, RunMode, stages_of

NO_RUNS_WITH = frozenset({Situation.EFFUSION, Situation.LOCKING})


def running_line(week: KeptWeek, constants: PlanConstants, *, imperial: bool) -> RunningLine:
    """The runs of a week; limits and changes only where there is something to run."""
    running = week.plan.running
    has_outing = running.outing is not None
    return RunningLine(
        mode=str(running.mode),
        words=_mode_words(week, constants),
        most=_most_words(week, constants, imperial=imperial) if has_outing else "",
        edits=tuple(edit_words(edit, constants) for edit in running.edits) if has_outing else (),
        missing=tuple(str(CRITERION_WORDS[item]) for item in running.missing),
        advice=running_advice(running, week.inputs.pain.ceiling),
    )


def _mode_words(week: KeptWeek, constants: PlanConstants) -> str:
    running = week.plan.running
    if week.plan.empty_because is not None:
        return str(MODE_WORDS[RunMode.NONE])
    if running.outing is None and running.mode is not RunMode.NONE:
        if week.inputs.situations & NO_RUNS_WITH:
            return _("No running while the knee is swollen or gets stuck.")
        return _("No day of this week has room for a run.")
    begins = running.mode is not RunMode.WALK_FIRST and running.place == 0
    if begins and running.outing is not None and running.outing.kind is OutingKind.WALK:
        told = {"count": round(constants.stage_greens)}
        return _("Brisk walks for now. Running begins once %(count)s of them went well.") % told
    return str(MODE_WORDS[running.mode])


def _most_words(week: KeptWeek, constants: PlanConstants, *, imperial: bool) -> str:
    if not is_first_step(week, constants):
        return most_words(week.plan.running, constants, imperial=imperial)
    told = {"time": duration_words(week.plan.running.most_s or 0.0)}
    return _("At most %(time)s: the first step of coming back lasts that long.") % told


def is_first_step(week: KeptWeek, constants: PlanConstants) -> bool:
    """Whether the limit is that of the first step, as no outing is known yet to measure it by."""
    running = week.plan.running
    first = stages_of(week.inputs.condition, constants)[0]
    return (running.place, running.most_m, running.most_s) == (0, None, first.total_s)
