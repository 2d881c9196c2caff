"""A stored check: found by its key, and as a page shows it."""

import uuid

from django.utils.translation import gettext_lazy

from midstance.app.checking.records import ClinicianLine
from midstance.core.base.errors import NotFoundError
from midstance.store.models import ClinicianKind, KneeCheck, Runner
from midstance.store.models.checks import CHECK_KEY_DIGITS

KIND_WORDS = {
    ClinicianKind.EMERGENCY: gettext_lazy("Emergency department"),
    ClinicianKind.DOCTOR: gettext_lazy("Doctor"),
    ClinicianKind.PHYSIOTHERAPIST: gettext_lazy("Physiotherapist"),
    ClinicianKind.OTHER: gettext_lazy("Other clinician"),
}


def new_key() -> str:
    return uuid.uuid4().hex[:CHECK_KEY_DIGITS]


def find_check(runner: Runner, key: str, *, for_change: bool = False) -> KneeCheck:
    """The runner's check of this key; for a change it is held until the change is done."""
    found = KneeCheck.objects.owned_by(runner).filter(key=key)
    check: KneeCheck | None = (found.select_for_update() if for_change else found).first()
    if check is None:
        raise NotFoundError(f"Expected one of your knee checks, there is none “{key}”.")
    return check


def clinician_lines(check: KneeCheck) -> tuple[ClinicianLine, ...]:
    """What clinicians said to a check, the latest last."""
    rows = check.clinician_answers.order_by("answered_on", "pk")
    return tuple(
        ClinicianLine(
            kind=row.kind,
            kind_words=str(KIND_WORDS[ClinicianKind(row.kind)]),
            said=row.said,
            may_load=row.may_load,
            answered_on=row.answered_on,
        )
        for row in rows
    )
