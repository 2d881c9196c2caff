"""What the worker does with a film: look at it, follow her, tell how she moves, delete it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.utils import timezone

from midstance.app.films.assess import assess, assess_screen_film
from midstance.app.films.files import film_path
from midstance.app.films.keep import Gait, Telling, keep_gait
from midstance.app.films.records import FilmTold
from midstance.app.films.states import NO_LONGER_THERE, STOPPED, end_film, move_on
from midstance.app.plain import read_plain, to_plain
from midstance.app.run_job import JobLostError, beat
from midstance.core.base.errors import (
    MidstanceError,
    NotFoundError,
    ParserKilledError,
    SeveralInFilmError,
    StoppedError,
)
from midstance.core.gait.records import GaitRunner, Moments, RearGait
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.pose import FilmReader, Flaw, Look, Tracked, find_flaws
from midstance.pose.picture_file import encode_jpeg
from midstance.store.models import Film, FilmState, Job, JobState, Runner

ANSWER_WITHIN = timedelta(hours=1)
"""How long a film waits for her to say who she is."""
MOST_ATTEMPTS = 2
"""A film that ended its worker twice is given up."""
FATAL = (Flaw.NOBODY, Flaw.TOO_SHORT)
SHARES = {"look": 5, "track": 90, "pictures": 5}
"""Progress in percent of each part of the work."""
HUNDRED = 100
ASK_EVERY_S = 1.0
SIDE_MOMENTS = {"contact": "contact_s", "midstance": "midstance_s", "toe_off": "toe_off_s"}


def analyse_film(job: Job) -> None:
    """Analyse the film of a job; whatever happens, the file is gone at the end.

    Only a worker that was asked to stop leaves it: the job then goes on at the next start.
    """
    film = Film.objects.owned_by(job.owner).filter(pk=job.arguments["film"], job=job).first()
    if film is None or film.is_over:
        return
    try:
        _Work(job, film).do()
    except JobLostError:
        _end_if_called_off(film, job)
        raise
    except MidstanceError as error:
        end_film(film, FilmState.FAILED, problem_of(error, film))
        raise
    except Exception:
        end_film(film, FilmState.FAILED, {"kind": STOPPED, "reason": ""})
        raise


def problem_of(error: MidstanceError, film: Film) -> dict[str, str]:
    """A problem as it is kept, with the name that she knows the film by."""
    reason = error.reason if isinstance(error, ParserKilledError) else str(error)
    reason = reason.replace(film.file_name, film.name) if film.file_name else reason
    return {"kind": type(error).__name__, "reason": reason}


def _end_if_called_off(film: Film, job: Job) -> None:
    """Another worker that took the job up still needs the film."""
    if not Job.objects.owned_by(job.owner).filter(pk=job.pk, state=JobState.RUNNING).exists():
        end_film(film, FilmState.CANCELLED)


class _Work:
    """One film in the hands of one worker."""

    def __init__(self, job: Job, film: Film) -> None:
        self.job, self.film = job, film
        self.told = told_of(film)
        self.path = film_path(film.file_name)
        self.asked_at = 0.0

    def do(self) -> None:
        if self.job.attempt > MOST_ATTEMPTS:
            raise StoppedError("Looking at this film ended the work twice, so it was given up.")
        if not self.path.is_file():
            raise NotFoundError(NO_LONGER_THERE)
        try:
            with FilmReader() as reader:
                self._do(reader)
        except StoppedError as error:
            raise JobLostError(str(error)) from error

    def _do(self, reader: FilmReader) -> None:
        move_on(self.film, self.job, FilmState.LOOKING)
        look = self._look(reader)
        flaws = flaws_of(look, self.film)
        if Flaw.SEVERAL in flaws and self.told.whom is None:
            self._ask(look)
            return
        if fatal := [flaw for flaw in flaws if flaw in FATAL]:
            move_on(self.film, self.job, FilmState.LOOKING, look=to_plain(look))
            end_film(self.film, FilmState.FAILED, {"kind": str(fatal[0]), "reason": ""})
            return
        move_on(self.film, self.job, FilmState.ANALYSING, look=to_plain(look))
        try:
            tracked = self._track(reader)
        except SeveralInFilmError:
            if self.told.whom is not None:
                raise
            self._ask(look)
            return
        factor = 1 / slower_times(self.told, tracked.clip.slow_motion)
        if self.film.screen:
            self._keep(assess_screen_film(self.film.view, tracked, self.film.leg, factor), {})
            return
        gait = assess(self.film.view, tracked, self.told.height_m, factor)
        pictures = self._take_pictures(reader, tracked, gait, factor)
        self._keep(gait, pictures)

    def _look(self, reader: FilmReader) -> Look:
        look = reader.look(
            self.path,
            start_s=self.told.from_s,
            end_s=self.told.to_s,
            is_cancelled=self._is_called_off,
        )
        self._tell_progress(SHARES["look"])
        slower = slower_times(self.told, look.clip.slow_motion)
        filmed_fps = None if slower == 1 else slower * look.clip.fps
        return replace(look, clip=replace(look.clip, filmed_fps=filmed_fps))

    def _track(self, reader: FilmReader) -> Tracked:
        return reader.track(
            self.path,
            whom=self.told.whom,
            start_s=self.told.from_s,
            end_s=self.told.to_s,
            on_progress=lambda done: self._tell_progress(SHARES["look"] + SHARES["track"] * done),
            is_cancelled=self._is_called_off,
        )

    def _take_pictures(
        self, reader: FilmReader, tracked: Tracked, gait: Gait, factor: float
    ) -> dict[str, bytes]:
        """The moments of a step as JPEG, only where she wants to keep them."""
        moments = moments_of(gait)
        if not self.told.keep_pictures or not moments:
            return {}
        times_s = [time_s / factor for time_s in moments.values()]
        pictures = reader.take_pictures(
            self.path,
            times_s,
            tracked.keypoints,
            start_s=tracked.clip.start_s,
            is_cancelled=self._is_called_off,
        )
        return dict(zip(moments, map(encode_jpeg, pictures), strict=True))

    def _keep(self, gait: Telling, pictures: Mapping[str, bytes]) -> None:
        with transaction.atomic():
            move_on(self.film, self.job, FilmState.DONE, file_name="")
            keep_gait(self.film, gait, pictures)
        self.path.unlink(missing_ok=True)

    def _ask(self, look: Look) -> None:
        until = timezone.now() + ANSWER_WITHIN
        move_on(self.film, self.job, FilmState.ASKING, look=to_plain(look), ask_until=until)

    def _is_called_off(self) -> bool:
        """Asked now and then, since the answer is in the database."""
        if monotonic() < self.asked_at + ASK_EVERY_S:
            return False
        self.asked_at = monotonic()
        return not beat(self.job)

    def _tell_progress(self, percent: float) -> None:
        done = round(percent)
        if done != self.job.progress_done:
            self.job.progress_done = done
            if not beat(self.job, progress_done=done, progress_total=HUNDRED):
                raise JobLostError("This film was called off.")


def flaws_of(look: Look, film: Film) -> tuple[Flaw, ...]:
    """What is wrong with a film; a slow movement needs no more pictures than any film has."""
    flaws = find_flaws(look, load_gait_constants())
    return tuple(flaw for flaw in flaws if not (film.screen and flaw is Flaw.FEW_PICTURES))


def told_of(film: Film) -> FilmTold:
    """What she said of a film; her height now, where she said none with it."""
    told: FilmTold = read_plain(
        FilmTold,
        {
            **film.told,
            "view": film.view,
            "day": film.day.isoformat(),
            "name": film.name,
            "screen": film.screen,
            "leg": film.leg,
        },
    )
    return told if told.height_m else replace(told, height_m=usable_height_m(film.owner))


def usable_height_m(runner: Runner) -> float | None:
    """Her height, where gait can be told by it."""
    try:
        return GaitRunner(runner.height_m).height_m
    except MidstanceError:
        return None


def slower_times(told: FilmTold, by_file: float) -> float:
    """How many times slower than life it plays: as she says, else as the file does."""
    return by_file if told.slower_times is None else told.slower_times


def moments_of(gait: Gait) -> dict[str, float]:
    """The moments worth a picture by name, in true time; from behind those of each leg."""
    if gait.moments is None:
        return {}
    if isinstance(gait, RearGait):
        legs: dict[str, Moments | None] = {
            "left": gait.moments.left,
            "right": gait.moments.right,
        }
        return {
            f"{leg}_{name}": getattr(moments, field)
            for leg, moments in legs.items()
            if moments is not None
            for name, field in SIDE_MOMENTS.items()
        }
    return {name: getattr(gait.moments, field) for name, field in SIDE_MOMENTS.items()}
