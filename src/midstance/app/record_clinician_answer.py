"""What a clinician said about a check; the only thing that ends a lock."""

from datetime import date

from django.db import transaction

from midstance.app.checking.days import day_of, last_day_of
from midstance.app.checking.stored import find_check
from midstance.core.base.errors import InvalidValueError, RefusedError
from midstance.store.models import ClinicianAnswer, ClinicianKind, Runner

SAID_CHARACTERS = 4_000


def record_clinician_answer(
    runner: Runner, key: str, *, kind: str, said: str, may_load: bool, answered_on: date
) -> None:
    """Keep what a clinician said about the knee of a check.

    *Changes* adds the answer; it frees this check and earlier ones of the same knee when she may
    load the knee, and locks them when not.
    *Refuses* an unknown check (NotFoundError), one that is not finished (RefusedError), and an
    unknown kind, too many words or a day before the check or after today (InvalidValueError).
    *Twice* keeps both; the latest counts.
    *Privacy* stays in the data folder.
    """
    with transaction.atomic():
        check = find_check(runner, key, for_change=True)
        if check.finished_at is None:
            raise RefusedError(
                "This check is still open; finish it before you keep an answer to it."
            )
        first, last = day_of(runner, check.started_at), last_day_of(runner)
        if kind not in ClinicianKind.values:
            raise InvalidValueError(
                f"Expected one of {', '.join(ClinicianKind.values)}, got “{kind}”."
            )
        if len(said.strip()) > SAID_CHARACTERS:
            raise InvalidValueError(
                f"Expected at most {SAID_CHARACTERS} characters, got {len(said.strip())}."
            )
        if not first <= answered_on <= last:
            raise InvalidValueError(f"Expected a day from {first} to {last}, got {answered_on}.")
        ClinicianAnswer.objects.create(
            owner=runner,
            knee_check=check,
            kind=kind,
            said=said.strip(),
            may_load=may_load,
            answered_on=answered_on,
        )
