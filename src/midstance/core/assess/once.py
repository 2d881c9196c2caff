"""A value that is worked out when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - written like the property that it stands for
    """As `functools.cached_property` without its lock, which costs more than most of our values.

    Two threads may work the same value out twice; both get the same.
    """

    def __init__(self, work_out: Callable[..., T]) -> None:
        self.work_out, self.name = work_out, work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, owner: object, kind: type) -> T:
        value = owner.__dict__[self.name] = self.work_out(owner)
        return value
