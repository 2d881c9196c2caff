"""What her last change of shoes was before, so that she can take it back."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from midstance.app.shoes.settle import Wearing, put_on
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.models import Run, Runner, Shoe, ShoeChange
from midstance.store.rows import to_plain

COLUMNS = (
    "name",
    "brand",
    "model",
    "first_day",
    "before_m",
    "most_m",
    "kinds",
    "long_m",
    "fast_mps",
    "also_named",
    "retired_at",
)
DAYS = {"first_day": date.fromisoformat, "retired_at": datetime.fromisoformat}

Document = dict[str, Any]
"""What JSON holds of a pair or of a run."""


@contextmanager
def changing(runner: Runner, kind: str, runs: QuerySet[Run] | None = None) -> Iterator[None]:
    """One transaction that remembers what it changed of her shoes and of the given runs."""
    with transaction.atomic():
        Runner.objects.select_for_update().only("pk").get(pk=runner.pk)
        shoes = _see_shoes(runner)
        worn = {} if runs is None else _see_runs(runs)
        yield
        before = _difference(runner, shoes, worn)
        if before["shoes"] or before["runs"]:
            ShoeChange.objects.owned_by(runner).delete()
            ShoeChange.objects.create(owner=runner, kind=kind, before=before)


def _see_shoes(runner: Runner) -> dict[str, Document]:
    rows = Shoe.objects.owned_by(runner).values_list("pk", *COLUMNS)
    return {str(pk): dict(zip(COLUMNS, map(to_plain, values), strict=True)) for pk, *values in rows}


def _see_runs(runs: QuerySet[Run]) -> dict[str, tuple[int | None, str]]:
    return {
        key: (shoe, told) for key, shoe, told in runs.values_list("key", "shoe_id", "shoe_told")
    }


def _difference(
    runner: Runner, shoes: dict[str, Document], worn: dict[str, tuple[int | None, str]]
) -> Document:
    now = _see_shoes(runner)
    changed = {pk for pk in (shoes | now) if shoes.get(pk) != now.get(pk)}
    after = _see_runs(Run.objects.owned_by(runner).filter(key__in=list(worn)))
    return {
        "shoes": {pk: shoes.get(pk) for pk in sorted(changed)},
        "runs": {
            key: [*was, *after[key]] for key, was in worn.items() if after.get(key, was) != was
        },
    }


def last_kind(runner: Runner) -> str:
    """What the last change was, "" where none can be taken back."""
    row = ShoeChange.objects.owned_by(runner).only("kind").first()
    return "" if row is None else str(row.kind)


def take_back(runner: Runner) -> str:
    """Put back what was there before the last change; gives its kind."""
    with transaction.atomic():
        Runner.objects.select_for_update().only("pk").get(pk=runner.pk)
        change = ShoeChange.objects.owned_by(runner).first()
        if change is None:
            raise NotFoundError(_("There is no change of your shoes to take back."))
        shoes = {int(pk): document for pk, document in change.before["shoes"].items()}
        came = [pk for pk, document in shoes.items() if document is None]
        _put_back_shoes(runner, shoes)
        _put_back_runs(runner, change.before["runs"])
        _drop_shoes(runner, came)
        change.delete()
        return str(change.kind)


def _put_back_shoes(runner: Runner, shoes: dict[int, Document | None]) -> None:
    """A name may have moved from one pair to another, so all are given up before any is taken."""
    there = {pk: document for pk, document in shoes.items() if document is not None}
    for pk in shoes:
        Shoe.objects.owned_by(runner).filter(pk=pk).update(name=f"\x1f{pk}")
    for pk, document in there.items():
        read = {
            name: DAYS[name](value) if name in DAYS and value else value
            for name, value in document.items()
        }
        Shoe.objects.update_or_create(pk=pk, owner=runner, defaults=read)


def _put_back_runs(runner: Runner, runs: dict[str, list[Any]]) -> None:
    """What was told again since then stays."""
    changed: dict[Wearing, list[int]] = defaultdict(list)
    for run in (
        Run.objects.owned_by(runner).filter(key__in=list(runs)).only("key", "shoe", "shoe_told")
    ):
        shoe, told, shoe_after, told_after = runs[run.key]
        if (run.shoe_id, run.shoe_told) == (shoe_after, told_after):
            changed[shoe, told].append(run.pk)
    put_on(runner, changed)


def _drop_shoes(runner: Runner, pks: list[int]) -> None:
    if Run.objects.owned_by(runner).filter(shoe__in=pks).exists():
        raise RefusedError(
            _("Runs were run in this pair since then, so it stays. Nothing was changed.")
        )
    Shoe.objects.owned_by(runner).filter(pk__in=pks).delete()
