"""Films in words: how good one is, where it stands, why nothing is told, and what to do."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.films.records import FactLine, PersonLine, ProblemLine, VerdictLine
from midstance.app.films.states import NO_ANSWER, NO_LONGER_THERE, STOPPED
from midstance.app.number_words import METRES_PER_FOOT, decimal_words
from midstance.pose import Flaw, Look
from midstance.store.models import FilmState, FilmView

Words = str | Promise

VIEW_WORDS: Mapping[str, Words] = {
    FilmView.SIDE: gettext_lazy("From the side"),
    FilmView.REAR: gettext_lazy("From behind"),
    FilmView.FRONT: gettext_lazy("From the front"),
}
STATE_WORDS: Mapping[str, Words] = {
    FilmState.WAITING: gettext_lazy("Waiting"),
    FilmState.LOOKING: gettext_lazy("Looking"),
    FilmState.ASKING: gettext_lazy("Needs your answer"),
    FilmState.ANALYSING: gettext_lazy("Being analysed"),
    FilmState.DONE: gettext_lazy("Analysed"),
    FilmState.FAILED: gettext_lazy("Nothing told"),
    FilmState.CANCELLED: gettext_lazy("Called off"),
}
GOING_WORDS: Mapping[str, Words] = {
    FilmState.WAITING: gettext_lazy("It waits for its turn. You may leave this page."),
    FilmState.LOOKING: gettext_lazy("A first look: is it good enough?"),
    FilmState.ASKING: gettext_lazy("Two people are alike in it. Say which one is you."),
    FilmState.ANALYSING: gettext_lazy("Your joints are being followed. You may leave this page."),
    FilmState.CANCELLED: gettext_lazy("You called it off. Nothing of the film was kept."),
}
WHOM_WORDS: Mapping[str, Words] = {
    "left": gettext_lazy("The one on the left"),
    "right": gettext_lazy("The one on the right"),
}
FLAW_WORDS: Mapping[Flaw, Words] = {
    Flaw.NOBODY: gettext_lazy("Nobody was found in this film."),
    Flaw.SEVERAL: gettext_lazy("Two people fill the picture alike."),
    Flaw.FEET_CUT_OFF: gettext_lazy("The feet are outside of the picture at times."),
    Flaw.HEAD_CUT_OFF: gettext_lazy("The head is outside of the picture at times."),
    Flaw.TOO_SMALL: gettext_lazy("You are small in the picture."),
    Flaw.TOO_DARK: gettext_lazy("The picture is dark."),
    Flaw.FEW_PICTURES: gettext_lazy("There are too few pictures a second to time a step."),
    Flaw.TOO_SHORT: gettext_lazy("The film is too short to tell anything."),
    Flaw.CUT_SHORT: gettext_lazy("The file ends before it says that it does."),
}
FLAW_ADVICE: Mapping[Flaw, Words] = {
    Flaw.NOBODY: gettext_lazy("Film your whole body, in good light, with nothing in front."),
    Flaw.SEVERAL: gettext_lazy("Say which one is you, or film with nobody else in the picture."),
    Flaw.FEET_CUT_OFF: gettext_lazy("Step back or lower the phone until both feet stay in."),
    Flaw.HEAD_CUT_OFF: gettext_lazy("Step back or raise the phone until the head stays in."),
    Flaw.TOO_SMALL: gettext_lazy("Film from closer, so that you fill most of the height."),
    Flaw.TOO_DARK: gettext_lazy("Turn on a light, or film by day. Dark pictures blur."),
    Flaw.FEW_PICTURES: gettext_lazy("Set the camera to 60 pictures a second."),
    Flaw.TOO_SHORT: gettext_lazy("Film ten seconds or more."),
    Flaw.CUT_SHORT: gettext_lazy("Send it again, in case it was cut off on the way."),
}
LEVEL_WORDS: Mapping[str, Words] = {
    "good": gettext_lazy("Good enough"),
    "usable": gettext_lazy("It will do"),
    "not_enough": gettext_lazy("Not good enough to say"),
}
LEVEL_SENTENCES: Mapping[str, Words] = {
    "good": gettext_lazy("Nothing stands in the way of this film."),
    "usable": gettext_lazy("The film is looked at all the same; some figures will be less sure."),
    "not_enough": gettext_lazy("From this film nothing can be told."),
}
PROBLEM_WORDS: Mapping[str, Words] = {
    "NobodyInFilmError": gettext_lazy("Nobody could be followed through this film."),
    "SeveralInFilmError": gettext_lazy("Several people are in it, and none could be told apart."),
    "ParserKilledError": gettext_lazy("Looking at this film had to be stopped."),
    NO_LONGER_THERE: gettext_lazy("The film is not here any more."),
    NO_ANSWER: gettext_lazy("Nobody said which one is you, so the film was deleted."),
    STOPPED: gettext_lazy("Something went wrong that we did not foresee. The film was deleted."),
}
PROBLEM_ADVICE: Mapping[str, Words] = {
    "NobodyInFilmError": FLAW_ADVICE[Flaw.NOBODY],
    "SeveralInFilmError": gettext_lazy("Film with nobody else in the picture."),
    "UnknownFormatError": gettext_lazy("Send the film as the phone made it: MP4, MOV or WebM."),
    "DamagedFileError": gettext_lazy("Send it again, in case it was damaged on the way."),
    "LimitExceededError": gettext_lazy("Send ten to thirty seconds of it."),
    "MissingPartError": gettext_lazy("Install that part, then send the film again."),
}
SEND_AGAIN: Words = gettext_lazy("Send it again. If that does not help, film once more.")
PRIVACY: Words = gettext_lazy(
    "The film stays on this machine and is deleted as soon as it has been analysed. Kept are "
    "figures and the points of your joints, and three pictures with blurred faces only if you say "
    "so. A film that waits for your answer is kept for an hour."
)
NO_PICTURES_ASKED: Words = gettext_lazy("You did not ask to keep pictures.")
NO_PICTURES_THERE: Words = gettext_lazy("No picture could be kept of this film.")


def level_of(flaws: tuple[Flaw, ...], fatal: frozenset[Flaw]) -> str:
    """How good a film is."""
    if fatal & set(flaws):
        return "not_enough"
    return "usable" if flaws else "good"


def verdict_line(
    look: Look,
    flaws: tuple[Flaw, ...],
    fatal: frozenset[Flaw],
    distance_m: tuple[float, float] | None = None,
    *,
    imperial: bool = False,
) -> VerdictLine:
    """What a first look says, before anything is analysed."""
    away = () if distance_m is None else (_distance_fact(distance_m, imperial=imperial),)
    level = level_of(flaws, fatal)
    return VerdictLine(
        level=level,
        level_words=str(LEVEL_WORDS[level]),
        sentence=str(LEVEL_SENTENCES[level]),
        facts=(*_facts(look, flaws), *away),
        people=people_lines(look),
    )


def _facts(look: Look, flaws: tuple[Flaw, ...]) -> Iterator[FactLine]:
    clip, slower = look.clip, look.clip.slow_motion
    yield _fact("people", _("People"), _count_words(look), flaws, Flaw.NOBODY, Flaw.SEVERAL)
    rate = _("%(count)s a second") % {"count": decimal_words(clip.fps * slower)}
    yield _fact("rate", _("Pictures"), rate, flaws, Flaw.FEW_PICTURES)
    length = _("%(seconds)s s in real time") % {
        "seconds": decimal_words(clip.duration_s / slower, 1)
    }
    yield _fact("length", _("Length"), length, flaws, Flaw.TOO_SHORT, Flaw.CUT_SHORT)
    light = _("%(percent)s %% of full brightness") % {
        "percent": decimal_words(100 * look.light_frac)
    }
    yield _fact("light", _("Light"), light, flaws, Flaw.TOO_DARK)
    if look.people:
        tall = _("You are %(count)s points tall in the picture") % {
            "count": decimal_words(look.people[0].body_px)
        }
        yield _fact("size", _("Size"), tall, flaws, Flaw.TOO_SMALL)
        whole = _("Head and feet are in the picture")
        yield _fact("body", _("Body"), whole, flaws, Flaw.FEET_CUT_OFF, Flaw.HEAD_CUT_OFF)


def _distance_fact(distance_m: tuple[float, float], *, imperial: bool) -> FactLine:
    low, high = (each / METRES_PER_FOOT if imperial else each for each in distance_m)
    words = _("%(low)s to %(high)s ft") if imperial else _("%(low)s to %(high)s m")
    told = {"low": decimal_words(low), "high": decimal_words(high)}
    return FactLine("distance", _("From the phone"), words % told, is_fine=True, advice="")


def _fact(
    name: str, name_words: str, words: str, flaws: tuple[Flaw, ...], *wrong: Flaw
) -> FactLine:
    """What was seen; where something is wrong with it, that and what to do."""
    there = next((flaw for flaw in wrong if flaw in flaws), None)
    if there is None:
        return FactLine(name, name_words, words, is_fine=True, advice="")
    told = str(FLAW_WORDS[there])
    if name not in {"people", "body"}:
        told = _("%(fact)s. %(flaw)s") % {"fact": words, "flaw": told}
    return FactLine(name, name_words, told, is_fine=False, advice=str(FLAW_ADVICE[there]))


def _count_words(look: Look) -> str:
    count = len(look.people)
    words = ngettext("%(count)s person", "%(count)s people", count)
    return words % {"count": decimal_words(count)}


def people_lines(look: Look) -> tuple[PersonLine, ...]:
    """The two who are alike, from left to right; nobody where that is no question."""
    if not look.has_rivals:
        return ()
    rivals = sorted(look.people[:2], key=lambda each: each.box.left_px + each.box.right_px)
    width, height = look.clip.width_px, look.clip.height_px
    return tuple(
        PersonLine(
            whom=whom,
            whom_words=str(WHOM_WORDS[whom]),
            left_frac=_share(person.box.left_px, width),
            top_frac=_share(person.box.top_px, height),
            right_frac=_share(person.box.right_px, width),
            bottom_frac=_share(person.box.bottom_px, height),
        )
        for whom, person in zip(WHOM_WORDS, rivals, strict=False)
    )


def _share(at_px: float, of_px: int) -> float:
    return round(min(max(at_px / of_px, 0.0), 1.0), 4)


def problem_line(kind: str, reason: str) -> ProblemLine:
    """Why nothing is told, and what to do."""
    flaw = next((each for each in Flaw if each == kind), None)
    if flaw is not None:
        return ProblemLine(kind, str(FLAW_WORDS[flaw]), str(FLAW_ADVICE[flaw]), (), None)
    words = str(PROBLEM_WORDS.get(kind, reason or PROBLEM_WORDS[STOPPED]))
    return ProblemLine(kind, words, str(PROBLEM_ADVICE.get(kind, SEND_AGAIN)), (), None)
