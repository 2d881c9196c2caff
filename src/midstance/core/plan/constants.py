"""The constants of the plan, as one argument; values and sources stand in `knowledge/`."""

from dataclasses import dataclass

Range = tuple[float, float]
Numbers = tuple[float, ...]


@dataclass(frozen=True)
class PlanConstants:
    """Every constant of the plan; each field is the id of a record in `knowledge/`.

    `version` names the rules and the values together and is stamped on every plan. Pain is 0 to 10.
    """

    version: str

    # pain: the ceiling while she moves, and what each light means
    ceiling_patellofemoral: float
    ceiling_iliotibial: float
    ceiling_tendon: float
    ceiling_osteoarthritis: float
    ceiling_bone_stress: float
    ceiling_other: float
    ceiling_raise: float
    ceiling_raise_days: float
    amber_over: float
    red_above: float
    red_morning_rise: float
    rest_after_red_h: float
    step_back_reds: float
    step_back_days: float
    clinician_reds: float
    clinician_reds_days: float
    no_change_days: float
    least_change: float
    worse_days: float
    rescreen_pain: float
    calm_answers: float
    well_days: float
    well_pain: float
    well_answers: float

    # running: stages in order, the first of them walking alone
    stage_repeats: Numbers
    stage_walk_s: Numbers
    stage_run_s: Numbers
    stage_greens: float
    hop_stages_before: float
    longest_days: float
    longest_times: float
    heavy_run_times: float
    pause_days: float
    pause_frac: float
    long_pause_days: float
    continuous_s: float
    onset_frac: float
    entry_pain: float
    entry_tendon_pain: float
    entry_squat_faults: float
    entry_heel_raises: float
    entry_heel_raise_frac: float
    edit_distance_frac: float
    edit_slower_frac: Range
    edit_run_walk_s: Range
    edit_cadence_frac: Range
    edit_cadence_most_spm: float

    # exercises from week to week
    progress_greens: float
    least_done_frac: float
    start_depth: Range

    # the week
    most_exercises: float
    most_session_s: float
    shrink_below_confidence: float
    shrunk_exercises: float
    shrunk_session_s: float
    strength_sessions: Range
    isometric_sessions: Range
    weight_first_reps: float
    cross_sessions: Range
    mobility_sessions: Range
    hours_between_hard_h: float
    least_rest_days: float
    cross_s: Range
    mobility_s: float
    switch_s: float
    patellofemoral_tiers: Numbers
    patellar_tendon_tiers: Numbers
    review_days: float
    early_review_days: float

    # what each wish is worth to the week
    emphasis_patellofemoral: Numbers
    emphasis_iliotibial: Numbers
    emphasis_patellar_tendon: Numbers
    emphasis_quadriceps_tendon: Numbers
    emphasis_form_and_foot: Numbers
    emphasis_keep_well: Numbers
    emphasis_general: Numbers
    second_of_region_frac: float
    worth_named: float
    worth_contributor: float
    worth_current: float
    worth_tendon_form: float
    worth_set: Numbers
    worth_session: float
    cost_light_late: float
    cost_depth: float
    cost_next_day: float
    cost_before_run: float
