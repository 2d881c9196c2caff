"""The end of a check: what came out is kept as it is shown."""

from collections.abc import Collection

from django.db import transaction

from midstance.app.checking.finish import close_check
from midstance.app.checking.pages import page_of
from midstance.app.checking.records import CheckReport
from midstance.app.checking.snapshot import read_snapshot
from midstance.app.checking.stored import find_check
from midstance.core.base.errors import RefusedError
from midstance.store.models import Runner


def finish_check(runner: Runner, key: str, *, leave_out: Collection[str] = ()) -> CheckReport:
    """Finish a check and give its result; `leave_out` names answers that she agreed to drop.

    *Changes* the check, which keeps its answers, the rules' version and the result from now on.
    *Refuses* an unknown check (NotFoundError); one without an answer, and one with answers that no
    longer apply and that she did not agree to drop (RefusedError).
    *Twice* gives the stored result.
    *Privacy* stays in the data folder.
    """
    with transaction.atomic():
        check = find_check(runner, key, for_change=True)
        if check.finished_at is not None:
            return read_snapshot(check.result).report
        if not check.asked:
            raise RefusedError("Expected at least one answer before the check can be finished.")
        moot = {line.question: line.text for line in page_of(check).no_longer_asked}
        unseen = [text for name, text in moot.items() if name not in leave_out]
        if unseen:
            raise RefusedError(
                f"These answers no longer apply; agree that they go first: {'; '.join(unseen)}"
            )
        kept = {name: answer for name, answer in check.answers.items() if name not in moot}
        return close_check(check, kept)
