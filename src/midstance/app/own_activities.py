"""Up to three things that her knee makes hard and that she wants back, in her own words."""

from django.db import transaction
from django.utils.translation import gettext as _

from midstance.app.training.asked import kept_activities
from midstance.app.training.check_in_sheets import ActivityLine
from midstance.app.training.questionnaire import is_plain
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.store.models import OwnActivity, Runner

MOST_ACTIVITIES = 3
NAME_CHARACTERS = 60


def list_own_activities(runner: Runner) -> tuple[ActivityLine, ...]:
    """The activities that are asked about, in the order in which she named them.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    return tuple(_line(row) for row in kept_activities(runner))


def add_own_activity(runner: Runner, name: str) -> ActivityLine:
    """Add something that she wants back.

    *Changes* adds it to what is asked about; one that was dropped comes back with its answers.
    *Refuses* an empty or long name (InvalidValueError), and a fourth one (RefusedError).
    *Twice* gives the one that is there.
    *Privacy* stays in the data folder.
    """
    words = " ".join(name.split())
    if not is_plain(words) or len(words) > NAME_CHARACTERS:
        told = {"most": NAME_CHARACTERS}
        raise InvalidValueError(_("Name it in a few words, up to %(most)s characters.") % told)
    with transaction.atomic():
        known = {row.name.casefold(): row for row in _all(runner)}
        row = known.get(words.casefold()) or OwnActivity(owner=runner, name=words, is_kept=False)
        if not row.is_kept:
            _refuse_more(runner)
            row.is_kept = True
            row.save()
    return _line(row)


def drop_own_activity(runner: Runner, key: str) -> None:
    """Stop asking about an activity.

    *Changes* takes it off what is asked about; its answers are kept.
    *Refuses* one that is not there (NotFoundError).
    *Twice* changes nothing more.
    *Privacy* the runner's own only.
    """
    if not OwnActivity.objects.owned_by(runner).filter(key=key).update(is_kept=False):
        raise NotFoundError(f"Expected one of your activities, there is none “{key}”.")


def _all(runner: Runner) -> list[OwnActivity]:
    return list(OwnActivity.objects.owned_by(runner).select_for_update())


def _refuse_more(runner: Runner) -> None:
    if len(kept_activities(runner)) >= MOST_ACTIVITIES:
        told = {"most": MOST_ACTIVITIES}
        raise RefusedError(_("There are %(most)s activities already. Take one off first.") % told)


def _line(row: OwnActivity) -> ActivityLine:
    return ActivityLine(key=row.key, name=row.name, added_at=row.added_at)
