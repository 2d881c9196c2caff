"""Plant faults in the red flags, one at a time, and count how many the tests notice.

In the rules: another level, a line, clause or option dropped, a bound moved; the scenarios of
`tests/knowledge/red_flag_cases` must notice. In the code: what mutmut changes; the tests of
`core/assess/red_flags.py` must notice. Takes some minutes; ends with 1 below 85 %.
"""

import sys
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
sys.path.insert(0, str(CHECKOUT / "tests"))

from mutate_code import LEAST_NOTICED_FRAC, noticed_frac  # noqa: E402 - the same

from knowledge.red_flag_mutants import judge_mutants  # noqa: E402 - found on the path set above
from knowledge.red_flag_scenarios import read_each, read_scenarios  # noqa: E402 - the same
from midstance.knowledge.knee_check import load_check_model  # noqa: E402 - the same

CODE = "midstance.core.assess.red_flags"


def mutate_rules() -> float:
    model = load_check_model()
    questions = {question.id: question for question in model.questions}
    read = read_each(read_scenarios(questions), model.questions)
    planted, noticed = Counter[str](), Counter[str]()
    for kind, mutant, is_noticed in judge_mutants(model.red_flags, read):
        planted[kind] += 1
        noticed[kind] += is_noticed
        if not is_noticed:
            print(f"not noticed: {mutant.id}: {kind}")
    for kind, count in sorted(planted.items()):
        print(f"{kind}: {noticed[kind]} of {count}")
    frac = noticed.total() / planted.total()
    print(f"{len(model.red_flags)} rules, {len(read)} scenarios")
    print(f"rules: {noticed.total()} of {planted.total()} faults noticed ({frac:.1%})")
    return frac


if __name__ == "__main__":
    sys.exit(min(mutate_rules(), noticed_frac("code", CODE)) < LEAST_NOTICED_FRAC)
