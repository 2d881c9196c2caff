"""Her films: where each stands, what it tells, and what to make of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from midstance.app.checking.days import today_of
from midstance.app.checking.records import Lock
from midstance.app.films.analysis import FATAL, flaws_of, told_of
from midstance.app.films.cues import choose_for, cue_line, tried_since
from midstance.app.films.drawing import (
    curve_lines,
    deepest_lines,
    moment_lines,
    skeleton_of,
    timeline_of,
)
from midstance.app.films.figures import change_lines, metric_lines, one_sided, untold_lines
from midstance.app.films.findings import FilmsOfDay, agreed_findings, days_of
from midstance.app.films.keep import Gait, metrics_of, read_filmed, read_gait
from midstance.app.films.lines import film_line, own_film, running_films, told_sentence
from midstance.app.films.quicker import HUNDRED, estimate_quicker_steps, quicker_sentence
from midstance.app.films.records import (
    ChoiceLine,
    CompareSheet,
    DaySheet,
    FilmSheet,
    FilmsSheet,
    FindingLine,
    MatterLine,
    ProblemLine,
    QuickerLine,
    TrialSheet,
    VerdictLine,
)
from midstance.app.films.screen_sheet import tell_filmed
from midstance.app.films.told import why_not_now
from midstance.app.films.trials import trial_on, trial_sheet, why_it_waits
from midstance.app.films.words import (
    GOING_WORDS,
    NO_PICTURES_ASKED,
    NO_PICTURES_THERE,
    PRIVACY,
    VIEW_WORDS,
    WHOM_WORDS,
    problem_line,
    verdict_line,
)
from midstance.app.gait_words import LIMITS, STRIKE_WORDS, value_words
from midstance.app.plain import read_plain
from midstance.app.read_screens import find_screen
from midstance.app.routine_lock import routine_lock
from midstance.app.screens.safety import why_not_at_all
from midstance.app.screens.words import claim_source
from midstance.app.training.day_sentence import stop_sentence
from midstance.app.training.state import Situated, situate
from midstance.core.assess.films import find_what_matters
from midstance.core.base.errors import NotFoundError
from midstance.core.gait.change import compare_films
from midstance.core.gait.quality import estimate_distance
from midstance.core.gait.records import SideGait
from midstance.knowledge.film_findings import load_film_rules
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.knowledge.gait_norms import load_gait_norms
from midstance.knowledge.words import read_words
from midstance.pose import Flaw, Look
from midstance.store.models import Film, FilmGait, FilmPicture, FilmState, Runner, Units

MOST_MATTERS = 2


@dataclass(frozen=True)
class _Around:
    """What a sheet of a film needs beside the film; what costs is looked up once, when asked."""

    runner: Runner
    today: date
    language: str

    @cached_property
    def films(self) -> tuple[Film, ...]:
        return tuple(running_films(self.runner))

    @cached_property
    def found(self) -> Situated:
        return situate(self.runner, self.today)

    @cached_property
    def lock(self) -> Lock | None:
        return routine_lock(self.runner)

    @cached_property
    def stop(self) -> str:
        """What asks for care before any change of how she runs."""
        return stop_sentence(self.found, self.lock)


def read_films(runner: Runner, today: date | None = None) -> FilmsSheet:
    """Every film of running, newest first, and what they say together.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same until a film moves on.
    *Privacy* the runner's own films only.
    """
    around = _look_around(runner, today)
    days = days_of(around.films)
    lines = tuple(map(film_line, around.films))
    return FilmsSheet(
        day=around.today,
        sentence=_sentence(around.films),
        privacy=str(PRIVACY),
        lock=around.lock,
        films=lines,
        days=tuple(_day_sheet(each) for each in days if len(each.films) > 1),
        findings=_findings(days, around),
        trial=_trial(around),
        limits=str(LIMITS),
    )


def read_film(
    runner: Runner, film_id: UUID, *, compare_with: UUID | None = None, today: date | None = None
) -> FilmSheet:
    """One film: how good it is, what it tells and what not, and what to make of it.

    Of a movement screen it says what the film suggests; while no screen may be done, nothing.

    *Changes* nothing.
    *Refuses* an unknown film (NotFoundError), and to compare with one that is not earlier, of
    another view, or tells nothing (NotFoundError).
    *Twice* gives the same until the film moves on.
    *Privacy* the runner's own films only.
    """
    film = own_film(runner, film_id)
    around = _look_around(runner, today)
    if film.state != FilmState.DONE:
        return _bare(film, around)
    return _told_screen(film, around) if film.screen else _told(film, around, compare_with)


def read_film_picture(runner: Runner, film_id: UUID, moment: str) -> bytes:
    """A kept picture of a film, as JPEG; faces in it are blurred.

    *Changes* nothing.
    *Refuses* a picture that there is not (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own films only.
    """
    film = own_film(runner, film_id)
    rows = FilmPicture.objects.owned_by(runner).filter(film=film, moment=moment)
    jpeg = rows.values_list("jpeg", flat=True).first()
    if jpeg is None:
        raise NotFoundError(_("No such picture was kept of this film."))
    return bytes(jpeg)


def _trial(around: _Around) -> TrialSheet | None:
    trial = trial_on(around.runner)
    if trial is None:
        return None
    waits = why_it_waits(trial, around.found, around.stop, around.language)
    return trial_sheet(trial, around.today, around.language, waits)


def _look_around(runner: Runner, today: date | None) -> _Around:
    return _Around(runner, today or today_of(runner), get_language() or "en")


def _sentence(films: Sequence[Film]) -> str:
    if not films:
        return _("A film of ten seconds shows how you run. Start with one from the side.")
    asking = next((film for film in films if film.state == FilmState.ASKING), None)
    if asking is not None:
        return str(GOING_WORDS[FilmState.ASKING])
    waiting = sum(not film.is_over for film in films)
    if waiting:
        words = ngettext(
            "%(count)s film is being analysed.", "%(count)s films are being analysed.", waiting
        )
        return words % {"count": waiting}
    telling = (film for film in films if any(each.is_told for each in metrics_of(film)))
    return film_line(next(telling, films[0])).sentence


def _day_sheet(each: FilmsOfDay) -> DaySheet:
    return DaySheet(
        day=each.day,
        view=each.view,
        view_words=str(VIEW_WORDS[each.view]),
        films=tuple(film.pk for film in each.films),
        sentence=told_sentence(each.metrics),
        metrics=metric_lines(each.metrics, each.speed_mps),
        untold=untold_lines(each.metrics),
    )


def _findings(days: Sequence[FilmsOfDay], around: _Around) -> tuple[FindingLine, ...]:
    texts = read_words("film_findings", around.language)
    names = read_words("exercises", around.language)
    return tuple(
        FindingLine(
            name=name,
            words=texts[name].name,
            plan_words=_plan_words(bool(rule.trains)),
            trains=tuple(names[exercise].name for exercise in rule.trains),
            source=claim_source(texts[name].matters),
        )
        for name, (rule, _sides) in agreed_findings(days, around.today).items()
    )


def _plan_words(is_trained: bool) -> str:  # noqa: FBT001 # says which of two sentences
    if is_trained:
        return _("Films of two days agree. Where there is room for it, your plan chooses for it.")
    return _("Films of two days agree. Your plan stays as it is.")


def _bare(film: Film, around: _Around) -> FilmSheet:
    """A film that tells nothing (yet)."""
    line = film_line(film)
    return FilmSheet(
        line=line,
        verdict=_verdict(film),
        problem=_problem(film),
        sentence=line.sentence,
        near_side="",
        skeleton=None,
        no_pictures="",
        moments=(),
        curves=(),
        timeline=None,
        metrics=(),
        untold=(),
        matters=(),
        quicker=None,
        cue=None,
        no_cue="",
        trial=None,
        compare=None,
        together=None,
        earlier=(),
        limits=str(LIMITS),
        lock=around.lock,
        version="",
    )


def _told_screen(film: Film, around: _Around) -> FilmSheet:
    """A film of a movement screen; nothing of it is shown while no screen may be done."""
    bare = _bare(film, around)
    stop = why_not_at_all(around.found)
    if stop:
        return replace(bare, line=replace(bare.line, sentence=stop), sentence=stop)
    record = find_screen(film.screen)
    row = FilmGait.objects.owned_by(around.runner).get(film=film)
    filmed = read_filmed(row)
    why = why_not_now(record, film.day, around.found)
    told = tell_filmed(record, filmed, around.language, why)
    return replace(
        bare,
        near_side=film.leg,
        skeleton=skeleton_of(filmed.keypoints),
        moments=() if filmed.problem else deepest_lines(filmed),
        limits=told.limits,
        version=row.version,
        screen=told,
    )


def _told(film: Film, around: _Around, compare_with: UUID | None) -> FilmSheet:
    row = FilmGait.objects.owned_by(around.runner).get(film=film)
    gait = read_gait(row, film.view)
    kept = FilmPicture.objects.owned_by(around.runner).filter(film=film)
    pictures = frozenset(kept.values_list("moment", flat=True))
    speed_mps = film.told.get("treadmill_mps")
    day = next(each for each in days_of(around.films) if film in each.films)
    earlier = _earlier(film, around)
    trial = _trial(around)
    cue = choose_for(day, around.found, is_stopped=bool(around.stop), is_trying=trial is not None)
    return FilmSheet(
        line=film_line(film),
        verdict=_verdict(film),
        problem=None,
        sentence=_told_sentence(gait),
        near_side=str(gait.near_side or "") if isinstance(gait, SideGait) else "",
        skeleton=skeleton_of(gait.keypoints),
        no_pictures="" if pictures else _no_pictures(film),
        moments=moment_lines(gait, pictures),
        curves=curve_lines(gait, speed_mps),
        timeline=timeline_of(gait),
        metrics=metric_lines(gait.metrics, speed_mps),
        untold=untold_lines(gait.metrics),
        matters=() if around.stop else _matters(day, around),
        quicker=_quicker(film, gait),
        cue=None if cue is None else cue_line(cue, around.language),
        no_cue="" if cue is not None else _no_cue(around, day, is_trying=trial is not None),
        trial=trial,
        compare=None if compare_with is None else _compare(film, compare_with, earlier),
        together=_day_sheet(day) if len(day.films) > 1 else None,
        earlier=tuple(map(film_line, earlier)),
        limits=str(LIMITS),
        lock=around.lock,
        version=row.version,
    )


def _told_sentence(gait: Gait) -> str:
    sentence = told_sentence(gait.metrics)
    strike = gait.foot_strike if isinstance(gait, SideGait) else None
    return sentence if strike is None else f"{sentence} {STRIKE_WORDS[strike]}"


def _no_pictures(film: Film) -> str:
    return str(NO_PICTURES_THERE if film.told.get("keep_pictures") else NO_PICTURES_ASKED)


def _verdict(film: Film) -> VerdictLine | None:
    if not film.look:
        return None
    look: Look = read_plain(Look, film.look)
    flaws = flaws_of(look, film)
    fatal = frozenset(FATAL if film.told.get("whom") else (*FATAL, Flaw.SEVERAL))
    return verdict_line(
        look,
        flaws,
        fatal,
        _distance_m(film, look),
        imperial=film.owner.units == Units.IMPERIAL,
    )


def _distance_m(film: Film, look: Look) -> tuple[float, float] | None:
    if not look.people:
        return None
    long_px = max(look.clip.width_px, look.clip.height_px)
    body_px, height_m = look.people[0].body_px, told_of(film).height_m
    return estimate_distance(body_px, height_m, long_px, load_gait_constants())


def _problem(film: Film) -> ProblemLine | None:
    if film.state == FilmState.ASKING:
        line = problem_line(str(Flaw.SEVERAL), "")
        choices = tuple(ChoiceLine(whom, str(words)) for whom, words in WHOM_WORDS.items())
        return ProblemLine(line.kind, line.reason, line.what_to_do, choices, film.ask_until)
    if film.state == FilmState.FAILED:
        return problem_line(film.problem.get("kind", ""), film.problem.get("reason", ""))
    return None


def _matters(day: FilmsOfDay, around: _Around) -> tuple[MatterLine, ...]:
    """At most two figures that matter to the pattern of her newest check."""
    found = find_what_matters(
        load_film_rules().values(), day.as_seen(), around.found.condition, load_gait_norms()
    )
    texts = read_words("film_findings", around.language)
    return tuple(
        MatterLine(
            name=texts[rule.id].name,
            words=value_words(metric),
            because=texts[rule.id].matters.text,
            source=claim_source(texts[rule.id].matters),
        )
        for rule, metric in found[:MOST_MATTERS]
    )


def _quicker(film: Film, gait: Gait) -> QuickerLine | None:
    told = told_of(film)
    cadences = [each for each in gait.metrics if each.name == "cadence_spm"]
    steps = estimate_quicker_steps(cadences, told.treadmill_mps, told.height_m)
    if steps is None:
        return None
    percent, low, high = (
        round(HUNDRED * (each - 1), 1) for each in (steps.times, steps.low, steps.high)
    )
    return QuickerLine(
        sentence=quicker_sentence(steps),
        speed_mps=steps.speed_mps,
        cadence_spm=round(steps.cadence_spm),
        raised_spm=round(steps.raised_spm),
        percent=percent,
        low_percent=low,
        high_percent=high,
    )


def _no_cue(around: _Around, day: FilmsOfDay, *, is_trying: bool) -> str:
    if around.stop:
        return around.stop
    if is_trying:
        return _("You are trying one thing already. One at a time shows what helps.")
    if tried_since(around.runner, day.day):
        return _("You tried something since this film. A new one shows what changed.")
    return _("Nothing stands out that is worth a change. Run as you do.")


def _earlier(film: Film, around: _Around) -> tuple[Film, ...]:
    """Films of that view that told something before this one."""
    moment = (film.day, film.told_at)
    return tuple(
        other
        for other in around.films
        if other.state == FilmState.DONE
        and other.view == film.view
        and (other.day, other.told_at) < moment
    )


def _compare(film: Film, compare_with: UUID, earlier: Sequence[Film]) -> CompareSheet:
    other = next((each for each in earlier if each.pk == compare_with), None)
    if other is None:
        raise NotFoundError(_("There is no such earlier film of that view to compare with."))
    before, after = metrics_of(other), metrics_of(film)
    speeds_mps = (other.told.get("treadmill_mps"), film.told.get("treadmill_mps"))
    changes = compare_films(before, after, load_gait_constants(), speeds_mps=speeds_mps)
    real = sum(change.is_real for change in changes)
    words = ngettext(
        "%(count)s figure changed by more than two films differ by.",
        "%(count)s figures changed by more than two films differ by.",
        real,
    )
    return CompareSheet(
        earlier=film_line(other),
        sentence=words % {"count": real} if real else _("Nothing changed beyond noise."),
        changes=change_lines(changes),
        untold=one_sided(before, after),
    )
