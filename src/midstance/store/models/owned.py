"""What makes a row somebody's: the path from the row to its runner, and one way to ask for it."""

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from midstance.store.models.runner import Runner

Row_co = TypeVar("Row_co", bound="Owned", covariant=True)


class OwnedQuerySet(models.QuerySet[Row_co]):
    """Rows of which each belongs to one runner."""

    def owned_by(self, runner: "Runner") -> Self:
        return self.filter(**{self.model.OWNER_PATH: runner.pk})


class Owned(models.Model):
    """A row that belongs to one runner, reached by `OWNER_PATH`."""

    OWNER_PATH: ClassVar[str] = "owner"

    objects: ClassVar[Any] = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
