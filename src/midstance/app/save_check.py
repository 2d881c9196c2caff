"""A whole document of answers, kept as a finished check."""

from django.db import transaction
from django.utils import timezone

from midstance.app.checking.engine import check_document
from midstance.app.checking.finish import close_check
from midstance.app.checking.stored import new_key
from midstance.store.models import KneeCheck, Runner


def save_check(runner: Runner, document: object, language: str = "en") -> str:
    """Judge a document of answers and keep it as a finished check; gives its key.

    *Changes* adds a finished check of exactly these answers; an open one stays open.
    *Refuses* a document with problems (InvalidAnswersError, which names all of them).
    *Twice* keeps two checks.
    *Privacy* stays in the data folder.
    """
    checked = check_document(document)
    check = KneeCheck(
        owner=runner,
        key=new_key(),
        started_at=timezone.now(),
        asked=list(checked.document),
        language=language,
    )
    with transaction.atomic():
        close_check(check, checked.document)
    return str(check.key)
