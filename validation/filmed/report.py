"""The tables of films of movement screens, for `docs/science/screens.md`."""

from collections.abc import Mapping

from midstance.core.gait.screen_records import Seen
from validation.filmed.study import FILMS, study_shin, study_signs
from validation.tables import Table


def tables() -> tuple[Table, ...]:
    return (signs_table(), shin_table())


def signs_table() -> Table:
    rows, untold = study_signs()
    head = ("sign", "it is there: seen, cannot say, denied", "it is not: denied, cannot say, seen")
    told = tuple(
        (
            f"`{row.sign}`",
            _shares(row.there, (Seen.SEEN, Seen.CANNOT_SAY, Seen.NOT_SEEN)),
            _shares(row.absent, (Seen.NOT_SEEN, Seen.CANNOT_SAY, Seen.SEEN)),
        )
        for row in rows
    )
    last = ("nothing told at all", f"{untold} of {FILMS} films", "")
    return Table("filmed_signs", "What a film says of each sign", head, (*told, last))


def _shares(said: Mapping[Seen, int], order: tuple[Seen, ...]) -> str:
    """Gives "64, 36, 0 % of 74"."""
    films = sum(said.values())
    shares = ", ".join(f"{100 * said[each] / films:.0f}" for each in order)
    return f"{shares} % of {films}"


def shin_table() -> Table:
    row = study_shin()
    head = ("films", "told minus true (deg)", "SD (deg)", "90 % ranges that held the truth")
    cells = (
        str(row.films),
        f"{row.bias_deg:+.1f}",
        f"{row.sd_deg:.1f}",
        f"{100 * row.held_frac:.0f} %",
    )
    return Table("filmed_shin", "What a film says of the lean of the shin", head, (cells,))
