"""Films of made figures: doubt near a limit, hardly a wrong word, and a range that holds."""

from validation.filmed.study import study_shin, study_signs

from midstance.core.gait.screen_records import Seen

FILMS = 40


def test_a_film_doubts_rather_than_errs():
    rows, untold = study_signs(FILMS)
    assert untold <= FILMS / 10
    wrong = sum(row.there[Seen.NOT_SEEN] + row.absent[Seen.SEEN] for row in rows)
    right = sum(row.there[Seen.SEEN] + row.absent[Seen.NOT_SEEN] for row in rows)
    told = sum(sum(each.values()) for row in rows for each in (row.there, row.absent))
    assert wrong <= 0.02 * told
    assert right >= told / 2


def test_the_range_of_the_lean_holds_the_truth():
    row = study_shin(FILMS)
    assert row.films == FILMS
    assert row.held_frac >= 0.9
    assert abs(row.bias_deg) < 1.5
