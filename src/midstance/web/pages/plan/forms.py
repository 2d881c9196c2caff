"""The questions of the set-up as forms: what she wants goes in, what she wants now comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from midstance.app.training.records import DayWish, Wishes
from midstance.app.training.wish_words import TIME_WORDS
from midstance.core.plan.book import Situation
from midstance.knowledge.exercises import load_exercise_book, read_plan_records
from midstance.knowledge.words import read_words
from midstance.web.body_form import Figure, plain
from midstance.web.figures import Units

MINUTE_S = 60
DAYS = 7
MOST_EXERCISE_MIN, MOST_OUTING_MIN = 120, 600
MOST_RUNS = 7
MOST_GOAL_MIN = 24 * 60
PLACE_CHARACTERS = 60
MOST_RAISES = 200
SCORES = range(11)
NOT_TRIED = ("", gettext_lazy("Not tried"))


@dataclass(frozen=True)
class Knows:
    """What the forms need beside the answers: her units, and how fast she usually runs."""

    units: Units
    speed_mps: float | None
    goal_m: float | None = None


class WishForm(forms.Form):
    """One question: shows what she wants, and gives what she wants once it is answered."""

    presets: ClassVar[tuple[str, ...]] = ()

    def __init__(self, sent: Mapping[str, Any] | None, *, wishes: Wishes, knows: Knows) -> None:
        self.wishes = wishes
        self.knows = knows
        super().__init__(sent, initial=self.typed())

    def typed(self) -> dict[str, Any]:
        """What she wants as she would have typed it."""
        raise NotImplementedError

    def answered(self) -> Wishes:
        """What she wants with the answer in it; only after `is_valid`."""
        raise NotImplementedError

    def goal_m(self) -> float | None:
        """The longest run as a distance, where that is how she said it."""
        return self.knows.goal_m


class Whole(forms.IntegerField):
    """A whole number from 0 on; an empty box is no answer."""

    def __init__(self, label: str, most: int, unit: str = "") -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        words = _("%(label)s: write a whole number from 0 to %(most)s.")
        problem = words % {"label": label, "most": most}
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=most,
            widget=box,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), problem),
        )
        self.unit = unit


@dataclass(frozen=True)
class Preset:
    """A week to start from: minutes of exercise and for an outing, by the day from Monday on."""

    key: str
    title: Any
    exercise_min: tuple[int, ...]
    outing_min: tuple[int, ...]


PRESETS = (
    Preset(
        "short",
        gettext_lazy("10 minutes on most days"),
        (10, 10, 10, 10, 10, 10, 0),
        (0, 40, 0, 40, 0, 0, 40),
    ),
    Preset(
        "three",
        gettext_lazy("15 minutes, three times"),
        (15, 0, 15, 0, 15, 0, 0),
        (0, 40, 0, 40, 0, 0, 40),
    ),
)


class DaysForm(WishForm):
    """Minutes for exercise and for a run on each day; a preset fills them in."""

    def __init__(self, sent: Mapping[str, Any] | None, *, wishes: Wishes, knows: Knows) -> None:
        super().__init__(sent, wishes=wishes, knows=knows)
        for day in range(DAYS):
            name = {"day": WEEKDAYS[day]}
            self.fields[f"exercise_{day}"] = Whole(
                _("%(day)s, minutes for exercise") % name, MOST_EXERCISE_MIN
            )
            self.fields[f"outing_{day}"] = Whole(
                _("%(day)s, minutes for a run") % name, MOST_OUTING_MIN
            )
            for kind in ("exercise", "outing"):
                field = self.fields[f"{kind}_{day}"]
                field.widget.attrs["aria-label"] = field.label

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [
            (WEEKDAYS[day], self[f"exercise_{day}"], self[f"outing_{day}"]) for day in range(DAYS)
        ]

    def typed(self) -> dict[str, Any]:
        typed = {}
        for day, wish in enumerate(self.wishes.days):
            typed[f"exercise_{day}"] = wish.exercise_s // MINUTE_S or ""
            typed[f"outing_{day}"] = wish.outing_s // MINUTE_S or ""
        return typed

    def answered(self) -> Wishes:
        said = self.cleaned_data
        days = tuple(
            DayWish(
                (said[f"exercise_{day}"] or 0) * MINUTE_S,
                (said[f"outing_{day}"] or 0) * MINUTE_S,
                wish.time,
            )
            for day, wish in enumerate(self.wishes.days)
        )
        return replace(self.wishes, days=days)


def with_preset(wishes: Wishes, key: str) -> Wishes:
    """The week of a preset; an unknown one changes nothing."""
    preset = next((each for each in PRESETS if each.key == key), None)
    if preset is None:
        return wishes
    minutes = zip(preset.exercise_min, preset.outing_min, wishes.days, strict=True)
    days = tuple(
        DayWish(exercise * MINUTE_S, outing * MINUTE_S, wish.time)
        for exercise, outing, wish in minutes
    )
    return replace(wishes, days=days)


class WhenForm(WishForm):
    """When and where: a plan with a place of its own is done more often."""

    time = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=lambda: [(key, capfirst(str(words))) for key, words in TIME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose when.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("For example: living room. It may stay empty."),
        required=False,
        max_length=PLACE_CHARACTERS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def typed(self) -> dict[str, Any]:
        used = [day.time for day in self.wishes.days if day.exercise_s]
        times = used or [day.time for day in self.wishes.days]
        return {"time": times[0], "place": self.wishes.place}

    def answered(self) -> Wishes:
        time = self.cleaned_data["time"]
        days = tuple(replace(day, time=time) for day in self.wishes.days)
        return replace(self.wishes, days=days, place=self.cleaned_data["place"].strip())


def _equipment() -> list[tuple[str, str]]:
    words = read_words("equipment", get_language() or "")
    return sorted(((name, words[name].name) for name in words), key=lambda item: item[1])


class EquipmentForm(WishForm):
    """What she has at hand, or something like it."""

    equipment = forms.MultipleChoiceField(
        label=gettext_lazy("What you have"),
        choices=_equipment,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def typed(self) -> dict[str, Any]:
        return {"equipment": list(self.wishes.equipment)}

    def answered(self) -> Wishes:
        return replace(self.wishes, equipment=tuple(sorted(self.cleaned_data["equipment"])))


def household() -> dict[str, str]:
    """What in a household can stand for each thing."""
    words = read_words("equipment", get_language() or "")
    return {name: words[name].household or "" for name in words}


def with_kit(wishes: Wishes, key: str) -> Wishes:
    """Nothing, or what most homes have or its like; an unknown kit changes nothing."""
    records = read_plan_records().equipment.values()
    kits = {"nothing": (), "home": tuple(sorted(item.id for item in records if item.at_home))}
    return replace(wishes, equipment=kits.get(key, wishes.equipment))


class RunningForm(WishForm):
    """Whether she can run now."""

    can_run = forms.ChoiceField(
        label=gettext_lazy("Can you run now?"),
        choices=(
            ("yes", gettext_lazy("Yes, at least a little")),
            ("no", gettext_lazy("No, not now")),
            ("unsure", gettext_lazy("I am not sure")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one, or skip the question.")},
    )

    def __init__(self, sent: Mapping[str, Any] | None, *, wishes: Wishes, knows: Knows) -> None:
        super().__init__(sent, wishes=wishes, knows=knows)
        label = _("Minutes of running until it hurts")
        self.fields["onset"] = Whole(label, MOST_GOAL_MIN, _("min"))
        self.fields["onset"].help_text = _("Leave it empty if it does not hurt while you run.")

    def typed(self) -> dict[str, Any]:
        told = {False: "yes", True: "no", None: ""}
        onset_s = self.wishes.onset_s
        return {
            "can_run": told[self.wishes.is_returning],
            "onset": "" if onset_s is None else onset_s // MINUTE_S,
        }

    def answered(self) -> Wishes:
        told = {"yes": False, "no": True, "unsure": None}[self.cleaned_data["can_run"]]
        onset = self.cleaned_data["onset"]
        onset_s = onset * MINUTE_S if onset else None
        return replace(self.wishes, is_returning=told, onset_s=onset_s)


class GoalForm(WishForm):
    """How many runs a week, and the longest one that she wants back."""

    runs = forms.TypedChoiceField(
        label=gettext_lazy("Runs a week, at most"),
        choices=[(str(count), str(count)) for count in range(MOST_RUNS + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how many runs a week.")},
    )
    hills = forms.BooleanField(
        label=gettext_lazy("Hills up and down are fine again"), required=False
    )

    def __init__(self, sent: Mapping[str, Any] | None, *, wishes: Wishes, knows: Knows) -> None:
        super().__init__(sent, wishes=wishes, knows=knows)
        label = _("Longest run you want, by time")
        self.fields["longest_min"] = Whole(label, MOST_GOAL_MIN, _("min"))
        if knows.speed_mps is not None:
            name = knows.units.distance_name
            self.fields["longest_distance"] = Figure(_("Or by distance"), name)

    def typed(self) -> dict[str, Any]:
        goal_m, goal_s = self.knows.goal_m, self.wishes.goal_s
        units = self.knows.units
        return {
            "runs": str(self.wishes.runs_a_week),
            "hills": self.wishes.hills_back,
            "longest_min": "" if goal_s is None or goal_m is not None else goal_s // MINUTE_S,
            "longest_distance": plain(None if goal_m is None else goal_m / units.distance_m, 2),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        distance, minutes = said.get("longest_distance"), said.get("longest_min")
        if distance is not None and minutes:
            self.add_error("longest_distance", _("Give the time or the distance, not both."))
        elif distance is not None and not 0 < self.goal_s_of(distance) <= MOST_GOAL_MIN * MINUTE_S:
            self.add_error("longest_distance", _("Write a distance that can be run in a day."))
        return said

    def goal_s_of(self, distance: float) -> int:
        """How long a distance in her units takes at her usual speed [s]."""
        return round(distance * self.knows.units.distance_m / (self.knows.speed_mps or 1.0))

    def goal_m(self) -> float | None:
        distance = self.cleaned_data.get("longest_distance")
        return None if distance is None else distance * self.knows.units.distance_m

    def answered(self) -> Wishes:
        said = self.cleaned_data
        minutes, distance = said.get("longest_min"), said.get("longest_distance")
        goal_s = self.goal_s_of(distance) if distance is not None else None
        if minutes:
            goal_s = minutes * MINUTE_S
        return replace(
            self.wishes, runs_a_week=said["runs"], goal_s=goal_s, hills_back=said["hills"]
        )


def _situations() -> list[tuple[str, str]]:
    words = read_words("situations", get_language() or "")
    return [(item.value, capfirst(words[item.value].words)) for item in Situation]


def _exercises() -> list[tuple[str, str]]:
    words = read_words("exercises", get_language() or "")
    names = ((name, words[name].name) for name in load_exercise_book().exercises)
    return sorted(names, key=lambda item: item[1])


class LeaveOutForm(WishForm):
    """What the knee and the rest of the body do not like, and exercises to leave out."""

    situations = forms.MultipleChoiceField(
        label=gettext_lazy("What is so for you"),
        choices=_situations,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    left_out = forms.MultipleChoiceField(
        label=gettext_lazy("Exercises to leave out"),
        choices=_exercises,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def typed(self) -> dict[str, Any]:
        return {
            "situations": list(self.wishes.situations),
            "left_out": list(self.wishes.left_out),
        }

    def answered(self) -> Wishes:
        said = self.cleaned_data
        return replace(
            self.wishes,
            situations=tuple(sorted(said["situations"])),
            left_out=tuple(sorted(said["left_out"])),
        )


def _score(label: Any) -> forms.TypedChoiceField:  # noqa: ANN401 # words of any kind
    choices = [NOT_TRIED, *((str(score), str(score)) for score in SCORES)]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False
    )


def _yes_no(label: Any) -> forms.TypedChoiceField:  # noqa: ANN401 # words of any kind
    choices = [
        ("", gettext_lazy("Not sure")),
        ("no", gettext_lazy("No")),
        ("yes", gettext_lazy("Yes")),
    ]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
    )


class EntryForm(WishForm):
    """What she can do before she runs; what was not tried stays so, and counts as not met."""

    is_swollen = _yes_no(gettext_lazy("Is the knee swollen?"))
    limps = _yes_no(gettext_lazy("Do you limp when you walk?"))
    walk_pain = _score(gettext_lazy("Pain in half an hour of brisk walking"))
    stairs_pain = _score(gettext_lazy("Pain going down two flights of stairs, twice"))
    squat_pain = _score(gettext_lazy("Pain in ten squats on the sore leg, knee bent to about 60°"))
    squat_faults = _score(gettext_lazy("How many of those ten wobbled or fell inward"))
    hop_pain = _score(gettext_lazy("Pain in twenty hops on the sore leg"))

    def __init__(self, sent: Mapping[str, Any] | None, *, wishes: Wishes, knows: Knows) -> None:
        super().__init__(sent, wishes=wishes, knows=knows)
        sore, other = _("Heel raises on the sore leg"), _("Heel raises on the other leg")
        self.fields["heel_raises"] = Whole(sore, MOST_RAISES)
        self.fields["heel_raises_other"] = Whole(other, MOST_RAISES)
        self.order_fields((*self.NAMES[:-1], "heel_raises_other", "hop_pain"))

    NAMES: ClassVar[tuple[str, ...]] = (
        "is_swollen", "limps", "walk_pain", "stairs_pain", "squat_pain", "squat_faults",
        "heel_raises", "hop_pain",
    )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        told = dict(self.wishes.entry)
        raises, share = told.get("heel_raises"), told.get("heel_raise_frac")
        yes_no = {True: "yes", False: "no", None: ""}
        return {
            name: yes_no[value] if value is None or isinstance(value, bool) else str(value)
            for name, value in ((name, told.get(name)) for name in self.NAMES)
        } | {"heel_raises_other": round(raises / share) if raises and share else ""}

    def answered(self) -> Wishes:
        said = self.cleaned_data
        raises, other = said["heel_raises"], said["heel_raises_other"]
        told = {name: said[name] for name in self.NAMES}
        told["heel_raise_frac"] = None if raises is None or not other else _share(raises, other)
        kept = {
            name: value
            for name, value in self.wishes.entry
            if name not in told and value is not None
        }
        known = {name: value for name, value in told.items() if value is not None}
        return replace(self.wishes, entry=tuple(sorted((kept | known).items())))


def _share(raises: int, other: int) -> float:
    """Rounded down, so that a share that is just missed stays missed."""
    return min(int(1000 * raises / other) / 1000, 5.0)


class ConfidenceForm(WishForm):
    """How sure she is that she will do this."""

    confidence = forms.TypedChoiceField(
        label=gettext_lazy("How sure are you?"),
        choices=[(str(score), str(score)) for score in SCORES],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a number, or skip the question.")},
    )

    def typed(self) -> dict[str, Any]:
        told = self.wishes.confidence
        return {"confidence": "" if told is None else str(told)}

    def answered(self) -> Wishes:
        return replace(self.wishes, confidence=self.cleaned_data["confidence"])
