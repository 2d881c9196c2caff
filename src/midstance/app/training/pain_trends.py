"""Pain during runs, in the hour after and the next morning, as trends."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from midstance.app.training.adherence import read_done
from midstance.app.training.asked import SameWithin
from midstance.app.training.diary import WITH_SESSION
from midstance.app.training.progress_sheet import TrendLine
from midstance.app.training.trend import Change
from midstance.app.training.trend_words import Said, Told, trend_line
from midstance.core.plan.problem import RUN
from midstance.knowledge.progress_constants import ProgressConstants
from midstance.store.models import Moment, PainEntry, Runner, SessionLog

ENDS = (0.0, 10.0)
DAY = timedelta(days=1)
TITLES: Mapping[Moment, str | Promise] = {
    Moment.DURING: gettext_lazy("Pain during runs"),
    Moment.AFTER: gettext_lazy("Pain in the hour after"),
    Moment.MORNING: gettext_lazy("Pain the next morning"),
}
SESSIONS_TITLE = gettext_lazy("Pain during sessions")
SESSIONS_SAID: Said = {
    Change.LOWER: gettext_lazy("Your pain during sessions is lower than %(weeks)s weeks ago."),
    Change.SAME: gettext_lazy(
        "Your pain during sessions is about the same as %(weeks)s weeks ago."
    ),
    Change.HIGHER: gettext_lazy("Your pain during sessions is higher than %(weeks)s weeks ago."),
    Change.CANNOT_SAY: gettext_lazy("We cannot say yet how your pain changes."),
}
"""For who does not run: what hurts then is the sessions."""
SAID: Mapping[Moment, Said] = {
    Moment.DURING: {
        Change.LOWER: gettext_lazy("Your pain during runs is lower than %(weeks)s weeks ago."),
        Change.SAME: gettext_lazy(
            "Your pain during runs is about the same as %(weeks)s weeks ago."
        ),
        Change.HIGHER: gettext_lazy("Your pain during runs is higher than %(weeks)s weeks ago."),
        Change.CANNOT_SAY: gettext_lazy("We cannot say yet how your pain changes."),
    },
    Moment.AFTER: {
        Change.LOWER: gettext_lazy(
            "In the hour after, your pain is lower than %(weeks)s weeks ago."
        ),
        Change.SAME: gettext_lazy(
            "In the hour after, your pain is about the same as %(weeks)s weeks ago."
        ),
        Change.HIGHER: gettext_lazy(
            "In the hour after, your pain is higher than %(weeks)s weeks ago."
        ),
        Change.CANNOT_SAY: gettext_lazy("We cannot say yet how the pain after it changes."),
    },
    Moment.MORNING: {
        Change.LOWER: gettext_lazy(
            "The next morning, your pain is lower than %(weeks)s weeks ago."
        ),
        Change.SAME: gettext_lazy(
            "The next morning, your pain is about the same as %(weeks)s weeks ago."
        ),
        Change.HIGHER: gettext_lazy(
            "The next morning, your pain is higher than %(weeks)s weeks ago."
        ),
        Change.CANNOT_SAY: gettext_lazy("We cannot say yet how the pain in the morning changes."),
    },
}


def read_pain_trends(
    runner: Runner, since: date, today: date, same: SameWithin, constants: ProgressConstants
) -> tuple[TrendLine, ...]:
    """The three pains from `since` to today; during runs, or during sessions for who does not."""
    rows = PainEntry.objects.owned_by(runner).filter(day__gte=since, day__lte=today)
    entries = list(rows.order_by("told_at", "pk"))
    ran = {day for day, kinds in read_done(runner, since - DAY, today).items() if RUN in kinds}
    by_moment = {moment: [each for each in entries if each.moment == moment] for moment in TITLES}
    others = _told_with_other_sessions(runner)
    in_runs = [
        each
        for each in by_moment[Moment.DURING]
        if each.run_id or (each.day in ran and each.key not in others)
    ]
    titles, said = dict(TITLES), dict(SAID)
    if in_runs or not by_moment[Moment.DURING]:
        by_moment[Moment.DURING] = in_runs
    else:
        titles[Moment.DURING], said[Moment.DURING] = SESSIONS_TITLE, SESSIONS_SAID
    return tuple(
        trend_line(
            Told(
                id=moment.value,
                title=str(title),
                points=worst_by_day(by_moment[moment]),
                ends=ENDS,
                higher_is_better=False,
                same=same,
                fewest=round(constants.trend_fewest_answers),
            ),
            today,
            constants,
            said[moment],
        )
        for moment, title in titles.items()
    )


def _told_with_other_sessions(runner: Runner) -> frozenset[str]:
    """The keys of pains that came with a session that was no run."""
    logs = SessionLog.objects.owned_by(runner).exclude(kind=RUN)
    return frozenset(f"{key}{WITH_SESSION}" for key in logs.values_list("key", flat=True))


def worst_by_day(entries: Iterable[PainEntry]) -> tuple[tuple[date, float], ...]:
    """The worst pain of each day; of two told of one run the later counts, as a correction."""
    last = {(entry.day, entry.run_id): entry.pain for entry in entries}
    worst: dict[date, float] = {}
    for (day, _run), pain in last.items():
        worst[day] = max(pain, worst.get(day, 0))
    return tuple(sorted(worst.items()))
