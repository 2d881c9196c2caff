"""Answers as runners give them, for the tests of the knee check."""

CLEAN = {
    "age_y": 34,
    "sex": "female",
    "side": "left",
    "duration_w": 3,
    "urgent_signs": ["none"],
    "onset": "gradual",
    "walking": "normal",
    "swelling": "none",
    "stuck": "no",
    "general": ["none"],
    "medical": ["none"],
    "elsewhere": ["none"],
    "trend": "same",
    "worst_daily_pain": 3,
}
KNEECAP = CLEAN | {
    "where": ["behind_kneecap", "front_kneecap"],
    "point": "palm_over_kneecap",
    "provoked_by": ["squat", "stairs_down", "sitting_long"],
    "run_pattern": ["builds_and_lingers"],
    "load_change": ["longer_run_or_week"],
    "mechanical": ["none"],
}
HOT = CLEAN | {"urgent_signs": ["hot_red_swollen_knee"]}
