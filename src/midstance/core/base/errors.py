"""Every error that Midstance raises on purpose.

MidstanceError
├── InvalidValueError      a number or answer outside what is possible
│   └── InvalidValuesError     the same, with each of several problems by itself
├── UnreadableFileError    the bytes hold nothing that can be kept
│   ├── UnknownFormatError     no reader knows this kind of file
│   ├── DamagedFileError       known kind, nothing could be salvaged
│   ├── LimitExceededError     larger, longer or deeper than the stated limits
│   ├── NobodyInFilmError      a film in which nobody can be followed
│   ├── SeveralInFilmError     a film with several people, and nobody said whom to follow
│   └── ParserKilledError      reading it broke or outlived the process that read it
├── NotFoundError          no such run, file or job
├── DamagedStoreError      the database is not what was written
├── RefusedError           doing it would lose data or is not allowed
├── MissingPartError       an optional part is not installed
└── StoppedError           somebody asked to stop; nothing was kept
"""


class MidstanceError(Exception):
    """Says what was expected, what came and what to do."""


class InvalidValueError(MidstanceError):
    """A number or answer outside what is possible."""


class InvalidValuesError(InvalidValueError):
    """Several things at once are not possible; `problems` holds a sentence for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class UnreadableFileError(MidstanceError):
    """The bytes hold nothing that can be kept."""


class UnknownFormatError(UnreadableFileError):
    """No reader knows this kind of file."""


class DamagedFileError(UnreadableFileError):
    """A known kind of file from which nothing could be salvaged."""


class LimitExceededError(UnreadableFileError):
    """Larger, longer or deeper than the stated limits."""


class NobodyInFilmError(UnreadableFileError):
    """A film in which nobody can be followed."""


class SeveralInFilmError(UnreadableFileError):
    """A film with several people, and nobody said whom to follow."""


class ParserKilledError(UnreadableFileError):
    """Reading it broke or outlived the process that read it.

    Parameters
    ----------
    member_path, member_sha256 : the file that was being read; the hash is "" before it is known.
    reason : "time", "memory", "signal 11", "crash: ..." or "nonsense: ...".
    """

    def __init__(self, member_path: str, member_sha256: str, reason: str) -> None:
        super().__init__(
            f"Expected to read {member_path} within the limits of the sandbox, but the reader was "
            f"stopped ({reason}). The original is kept; the file may be damaged."
        )
        self.member_path = member_path
        self.member_sha256 = member_sha256
        self.reason = reason


class NotFoundError(MidstanceError):
    """No such run, file or job."""


class DamagedStoreError(MidstanceError):
    """The database is not what was written; nothing more is written to it."""


class RefusedError(MidstanceError):
    """Doing it would lose data or is not allowed."""


class MissingPartError(MidstanceError):
    """An optional part is not installed."""


class StoppedError(MidstanceError):
    """Somebody asked to stop; nothing was kept."""
