"""A red flag can never be talked down."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.assess.answers import Answers, Known
from midstance.core.assess.model import Action, Clause, RedFlag
from midstance.core.assess.red_flags import RaisedFlag, action_of_flags, raise_flags
from midstance.core.base.errors import InvalidValueError

LISTS = ("signs", "leg", "onset")
OPTIONS = ("a", "b", "c")
NUMBER = "age_y"

states = st.sampled_from(Known)
listed = st.dictionaries(st.sampled_from(OPTIONS), states)
numbers = st.one_of(st.just(Known.UNSURE), st.integers(0, 9).map(float))
answered = st.builds(
    lambda lists, number: Answers({**lists, **({} if number is None else {NUMBER: number})}),
    st.dictionaries(st.sampled_from(LISTS), listed),
    st.none() | numbers,
)
option_clauses = st.builds(
    lambda question, options: Clause(question, tuple(sorted(options)), None, None),
    st.sampled_from(LISTS),
    st.sets(st.sampled_from(OPTIONS), min_size=1, max_size=2),
)
number_clauses = st.builds(
    lambda low, width: Clause(NUMBER, (), float(low), None if width is None else low + width),
    st.integers(0, 9),
    st.none() | st.integers(1, 5).map(float),
)
lines = st.lists(
    st.lists(option_clauses | number_clauses, min_size=1, max_size=2).map(tuple),
    min_size=1,
    max_size=2,
).map(tuple)
levels = st.lists(st.sampled_from(Action), min_size=2, max_size=2).map(sorted)
tables = st.lists(st.tuples(levels, lines), max_size=4).map(
    lambda rows: tuple(
        RedFlag(f"flag_{n}", level=pair[1], level_if_unsure=pair[0], when=when)
        for n, (pair, when) in enumerate(rows)
    )
)


def rule(*when, level=Action.EMERGENCY, unsure=Action.WITHIN_DAYS):
    return RedFlag("flag", level=level, level_if_unsure=unsure, when=when)


def clause(question="signs", *options, at_least=None, below=None):
    return Clause(question, options, at_least, below)


def action(table, answers):
    return action_of_flags(raise_flags(table, answers))


def by_the_book(table, answers):
    """The same judgement in as many words as it takes: an oracle for the bits."""
    found = []
    for item in table:
        known = min(max(answers.clause(each) for each in line) for line in item.when)
        if known >= Known.UNSURE:
            found.append(item.level if known is Known.YES else item.level_if_unsure)
    return max(found, default=Action.CARRY_ON)


@given(tables, answered)
def test_bits_judge_as_words_do(table, answers):
    assert action(table, answers) is by_the_book(table, answers)


@given(tables, answered, st.data())
def test_one_more_sign_never_lowers_what_to_do(table, answers, data):
    question, option = data.draw(st.sampled_from(LISTS)), data.draw(st.sampled_from(OPTIONS))
    now = answers.state(question, option)
    more = data.draw(st.sampled_from([state for state in Known if state >= now]))
    listed = answers.given.get(question, {})
    assert action(table, answers.also(question, {**listed, option: more})) >= action(table, answers)


@given(tables, answered)
def test_not_sure_of_a_number_is_never_less_careful_than_a_number_that_says_nothing(table, answers):
    silent = Answers({name: given for name, given in answers.given.items() if name != NUMBER})
    assert action(table, silent.also(NUMBER, Known.UNSURE)) >= action(table, silent)


@given(tables, answered, st.randoms())
def test_no_order_matters(table, answers, random: Random):
    questions = list(answers.given.items())
    rules = list(table)
    random.shuffle(questions)
    random.shuffle(rules)
    assert raise_flags(tuple(rules), Answers(dict(questions))) == raise_flags(table, answers)


@given(tables, answered, st.sets(st.sampled_from((*LISTS, NUMBER))))
def test_any_part_of_the_answers_works_and_never_says_more_than_all_of_them(table, answers, kept):
    part = Answers({name: given for name, given in answers.given.items() if name in kept})
    assert Action.CARRY_ON <= action(table, part) <= action(table, answers)


@given(tables, answered, lines, levels)
def test_one_more_rule_never_lowers_what_to_do(table, answers, when, pair):
    more = RedFlag("more", level=pair[1], level_if_unsure=pair[0], when=when)
    assert action((*table, more), answers) >= action(table, answers)


@given(tables, answered)
def test_the_most_urgent_stands_first_and_nothing_raised_says_carry_on(table, answers):
    flags = raise_flags(table, answers)
    found = [flag.level for flag in flags]
    assert found == sorted(found, reverse=True)
    assert Action.CARRY_ON not in found
    assert action_of_flags(flags) is max(found, default=Action.CARRY_ON)


@given(tables, answered)
def test_every_flag_names_the_answers_that_raised_it(table, answers):
    for flag in raise_flags(table, answers):
        assert flag.because
        for question, option in flag.because:
            if question == NUMBER:
                assert option == ""
                assert answers.number(question) is not None
            else:
                wanted = (Known.YES,) if flag.sure else (Known.YES, Known.UNSURE)
                assert answers.state(question, option) in wanted


def test_no_rules_and_no_answers_raise_nothing():
    assert raise_flags((), Answers({})) == ()
    assert raise_flags((rule((clause("signs", "a"),)),), Answers({})) == ()
    assert action_of_flags(()) is Action.CARRY_ON


@pytest.mark.parametrize(
    ("state", "level", "sure"),
    [(Known.YES, Action.EMERGENCY, True), (Known.UNSURE, Action.WITHIN_DAYS, False)],
)
def test_a_sign_raises_its_flag_and_says_how_sure_it_is(state, level, sure):
    flags = raise_flags((rule((clause("signs", "a"),)),), Answers({"signs": {"a": state}}))
    assert flags == (RaisedFlag("flag", level, sure, (("signs", "a"),)),)


@pytest.mark.parametrize("state", [Known.NO, Known.UNTICKED, Known.NOT_ASKED])
def test_what_is_not_there_raises_nothing(state):
    assert raise_flags((rule((clause("signs", "a"),)),), Answers({"signs": {"a": state}})) == ()


def test_a_rule_is_as_sure_as_its_least_sure_line():
    table = (rule((clause("signs", "a", "b"),), (clause("leg", "a"), clause("onset", "c"))),)
    sure, unsure = {"a": Known.YES}, {"a": Known.UNSURE}
    assert action(table, Answers({"signs": sure})) is Action.CARRY_ON
    assert action(table, Answers({"signs": sure, "leg": sure})) is Action.EMERGENCY
    assert action(table, Answers({"signs": sure, "leg": unsure})) is Action.WITHIN_DAYS
    both = Answers({"signs": sure, "leg": unsure, "onset": {"c": Known.YES}})
    assert raise_flags(table, both) == (
        RaisedFlag("flag", Action.EMERGENCY, True, (("signs", "a"), ("onset", "c"))),
    )
    either = {"a": Known.UNSURE, "b": Known.YES}
    maybe = raise_flags(table, Answers({"signs": either, "leg": unsure}))
    assert maybe[0].because == (("signs", "a"), ("signs", "b"), ("leg", "a"))


@pytest.mark.parametrize(
    ("number", "level"),
    [
        (7.9, Action.CARRY_ON),
        (8.0, Action.EMERGENCY),
        (16.9, Action.EMERGENCY),
        (17.0, Action.CARRY_ON),
        (Known.UNSURE, Action.WITHIN_DAYS),
    ],
)
def test_a_range_holds_its_lower_end_and_not_its_upper_one(number, level):
    table = (rule((clause(NUMBER, at_least=8.0, below=17.0),)),)
    assert action(table, Answers({NUMBER: number})) is level


def test_a_range_may_be_open_at_either_end():
    young, old = rule((clause(NUMBER, below=18.0),)), rule((clause(NUMBER, at_least=50.0),))
    assert [action((young,), Answers({NUMBER: age})) > 0 for age in (0.0, 17.5, 18.0)] == [1, 1, 0]
    assert [action((old,), Answers({NUMBER: age})) > 0 for age in (49.9, 50.0, 99.0)] == [0, 1, 1]


def test_equally_urgent_flags_put_the_sure_one_first():
    same = Action.SAME_DAY
    maybe = RedFlag("a_maybe", same, same, ((clause("signs", "a"),),))
    sure = RedFlag("b_sure", same, same, ((clause("signs", "b"),),))
    answers = Answers({"signs": {"a": Known.UNSURE, "b": Known.YES}})
    assert [flag.id for flag in raise_flags((maybe, sure), answers)] == ["b_sure", "a_maybe"]


def test_answers_to_what_no_rule_asks_for_change_nothing():
    table = (rule((clause("signs", "a"),)),)
    other = Answers({"colour": {"red": Known.YES}, "height_m": 1.7, "signs": {"z": Known.YES}})
    assert raise_flags(table, other) == ()


@pytest.mark.parametrize(
    "broken",
    [
        rule(),
        rule((clause("signs", "a"),), ()),
        rule((clause("signs", "a"),), level=Action.WITHIN_DAYS, unsure=Action.SAME_DAY),
    ],
)
def test_a_rule_that_cannot_be_judged_is_refused(broken):
    with pytest.raises(InvalidValueError, match="red flag flag"):
        raise_flags((broken,), Answers({}))


def test_tables_of_equal_length_are_not_mistaken_for_each_other():
    answers = Answers({"signs": {"a": Known.YES}})
    for _ in range(20):
        assert raise_flags((rule((clause("signs", "a"),)),), answers)
        assert not raise_flags((rule((clause("signs", "b"),)),), answers)
