"""Red flags as bits against the same judgement clause by clause, on whole runners' answers."""

from statistics import median
from time import perf_counter

from midstance.core.assess.answers import Answers, Known, read_answers
from midstance.core.assess.model import Action, RedFlag
from midstance.core.assess.red_flags import action_of_flags, raise_flags
from midstance.knowledge.knee_check import load_check_model

ROUNDS = 300

RUNNER = {
    "age_y": 36, "side": "left", "duration_w": 5, "urgent_signs": ["none"], "onset": "gradual",
    "walking": "sore", "pain_walking": 3, "worst_daily_pain": 4, "swelling": "little_after_running",
    "stuck": "no", "general": ["none"], "medical": ["steroid_tablets"], "elsewhere": ["back"],
    "leg_signs": ["none"], "bone_health": ["stress_fracture_before"], "trend": "same",
    "where": ["front_kneecap", "behind_kneecap"], "run_pattern": ["builds_and_lingers"],
    "load_change": ["longer_run_or_week"],
}  # fmt: skip


def clause_by_clause(rules: tuple[RedFlag, ...], answers: Answers) -> Action:
    found = Action.CARRY_ON
    for rule in rules:
        known = min(max(answers.clause(clause) for clause in line) for line in rule.when)
        if known is Known.YES:
            found = max(found, rule.level)
        elif known is Known.UNSURE:
            found = max(found, rule.level_if_unsure)
    return found


def main() -> None:
    model = load_check_model()
    answers = read_answers(model.questions, RUNNER)
    wanted = clause_by_clause(model.red_flags, answers)
    if action_of_flags(raise_flags(model.red_flags, answers)) is not wanted:
        raise SystemExit("the two ways to judge disagree")
    bits, clauses = [], []
    for _ in range(ROUNDS):
        start = perf_counter()
        raise_flags(model.red_flags, answers)
        middle = perf_counter()
        clause_by_clause(model.red_flags, answers)
        bits.append(middle - start)
        clauses.append(perf_counter() - middle)
    print(f"rules: {len(model.red_flags)}, answered questions: {len(RUNNER)}")
    print(f"red flags as bits: {median(bits) * 1e6:.0f} us")
    print(f"clause by clause:  {median(clauses) * 1e6:.0f} us")
    print(f"ratio: {median(clauses) / median(bits):.1f}")


if __name__ == "__main__":
    main()
