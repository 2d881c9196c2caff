"""Every kind of note that readers and cleaning leave, in words for the runner.

What is stored is the code with its numbers; the words are chosen when a page asks, in its language.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from midstance.app.number_words import decimal_words, duration_words
from midstance.importers.activity import Note

REPAIRS: Mapping[str, Promise | str] = {
    "times_missing": ngettext_lazy(
        "1 record had no time and was left out.",
        "%(count)s records had no time and were left out.",
        "number",
    ),
    "times_repeated": ngettext_lazy(
        "1 record had the time of another. They were joined into one.",
        "%(count)s records had the time of another. They were joined into one.",
        "number",
    ),
    "times_backwards": ngettext_lazy(
        "1 record jumped back in time and was left out.",
        "%(count)s records jumped back in time and were left out.",
        "number",
    ),
    "times_far_away": ngettext_lazy(
        "1 record lay days away from the rest and was left out.",
        "%(count)s records lay days away from the rest and were left out.",
        "number",
    ),
    "recording_too_long": gettext_lazy(
        "The recording went on for more than a week. The rest was left out."
    ),
    "clock_not_set": gettext_lazy(
        "The watch did not know the date, so the day shown here is wrong."
    ),
    "offset_not_believed": gettext_lazy(
        "The time zone in the file makes no sense. Yours is used instead."
    ),
    "gaps": gettext_lazy(
        "Nothing was recorded for a while. That time counts as a break, nothing was made up."
    ),
    "pauses_while_moving": ngettext_lazy(
        "The file says paused once, but you kept running. It counts as running.",
        "The file says paused %(count)s times, but you kept running. It counts as running.",
        "number",
    ),
    "pauses_outside": ngettext_lazy(
        "1 pause lies outside the recording and was left out.",
        "%(count)s pauses lie outside the recording and were left out.",
        "number",
    ),
    "values_not_possible": ngettext_lazy(
        "1 value cannot be true and was left out.",
        "%(count)s values cannot be true and were left out.",
        "number",
    ),
    "positions_missing": ngettext_lazy(
        "1 position was empty (0, 0) and was left out.",
        "%(count)s positions were empty (0, 0) and were left out.",
        "number",
    ),
    "positions_jumped": ngettext_lazy(
        "1 position jumped away and back and was left out.",
        "%(count)s positions jumped away and back and were left out.",
        "number",
    ),
    "positions_indoors": gettext_lazy("Positions recorded indoors say nothing and were left out."),
    "distance_backwards": ngettext_lazy(
        "The distance went down at 1 point. That value was left out.",
        "The distance went down at %(count)s points. Those values were left out.",
        "number",
    ),
    "distance_restarted": ngettext_lazy(
        "The distance started again from zero. The parts were added up.",
        "The distance started again from zero %(count)s times. The parts were added up.",
        "number",
    ),
    "distance_rebased": gettext_lazy("The distance did not start at zero. It does now."),
    "distance_stood_still": gettext_lazy(
        "Your feet moved but the distance did not. It was left out."
    ),
    "distance_caught_up": ngettext_lazy(
        "The distance stopped and then caught up. It was spread over that time.",
        "The distance stopped and then caught up %(count)s times. It was spread over those times.",
        "number",
    ),
    "distance_from_speed": gettext_lazy(
        "There was no distance in the file. It was worked out from the speed."
    ),
    "distance_from_positions": gettext_lazy(
        "There was no distance in the file. It was measured on the map."
    ),
    "distance_unknown": gettext_lazy("Nothing in the file tells the distance."),
    "speed_spikes": ngettext_lazy(
        "1 moment was faster than anyone runs. It was smoothed out.",
        "%(count)s moments were faster than anyone runs. They were smoothed out.",
        "number",
    ),
    "distance_burst": gettext_lazy(
        "For some seconds the distance grew too fast. They count as a break."
    ),
    "too_fast_to_run": gettext_lazy(
        "Part of it was too fast to be running, as in a car. It counts as a break."
    ),
    "cadence_doubled": gettext_lazy("The file counts the steps of one foot. They were doubled."),
    "cadence_always_zero": gettext_lazy(
        "The step count stayed at zero all the time and was left out."
    ),
    "cadence_dropped_out": gettext_lazy(
        "At times no steps were counted while you were running. Those times were left out."
    ),
    "cadence_not_of_feet": gettext_lazy(
        "The step count belongs to pedals or strokes and was left out."
    ),
    "points_without_time": ngettext_lazy(
        "1 point had no time and was left out.",
        "%(count)s points had no time and were left out.",
        "number",
    ),
    "heart_rate_merged": gettext_lazy("Heart beats from the strap's own memory filled gaps."),
    "clock_counts_uptime": gettext_lazy(
        "The watch counted time from when it was switched on. The day is wrong."
    ),
    "naive_times": gettext_lazy("The times name no time zone. They were read as universal time."),
    "distance_added_up": gettext_lazy(
        "The file gives the distance point by point. It was added up."
    ),
    "cut_short": gettext_lazy("The file ends too early. What is there was kept."),
    "gzip_cut_short": gettext_lazy("The packed file ends too early. What is there was kept."),
    "last_message_cut": gettext_lazy("The last record is not complete and was left out."),
    "rest_lost": gettext_lazy("The end of the file is damaged and was left out."),
    "damage_skipped": ngettext_lazy(
        "A damaged part of the file was left out.",
        "%(count)s damaged parts of the file were left out.",
        "number",
    ),
    "check_sum_missing": gettext_lazy("The file lacks the number that proves it whole."),
    "check_sum_wrong": gettext_lazy("The file was changed or damaged after it was recorded."),
    "length_missing": gettext_lazy("The file does not say how long it is. All of it was read."),
    "length_wrong": gettext_lazy("The file is longer than it says. All of it was read."),
    "junk_before": gettext_lazy(
        "Something that does not belong there came first and was left out."
    ),
    "junk_after": gettext_lazy("Something that does not belong there came last and was left out."),
    "junk_between": gettext_lazy(
        "Something that does not belong there came in between and was left out."
    ),
    "junk_before_start": gettext_lazy(
        "Something that does not belong there came first and was left out."
    ),
    "junk_after_end": gettext_lazy(
        "Something that does not belong there came last and was left out."
    ),
    "control_bytes_dropped": ngettext_lazy(
        "1 character that no such file may hold was left out.",
        "%(count)s characters that no such file may hold were left out.",
        "number",
    ),
    "text_replaced": ngettext_lazy(
        "1 character could not be read and was replaced.",
        "%(count)s characters could not be read and were replaced.",
        "number",
    ),
    "name_repeated": gettext_lazy(
        "The archive holds several files of the same name. Each was read."
    ),
    "unit_unknown": ngettext_lazy(
        "1 value came in a unit that is not known and was left out.",
        "%(count)s values came in a unit that is not known and were left out.",
        "number",
    ),
    "route_missing": gettext_lazy("The route of this run is missing from the export."),
    "route_unreadable": gettext_lazy("The route of this run could not be read."),
    "sport_assumed": gettext_lazy("The file names no sport. Its pace is that of a run."),
}
PRECISE: Mapping[str, tuple[str, Promise | str]] = {
    "clock_not_set": (
        "year",
        gettext_lazy("The watch believed that it was %(year)s, so the day shown here is wrong."),
    ),
    "gaps": (
        "lasted",
        ngettext_lazy(
            "Nothing was recorded for %(lasted)s. That time counts as a break, nothing was made "
            "up.",
            "Nothing was recorded %(count)s times, for %(lasted)s in all. That time counts as a "
            "break, nothing was made up.",
            "number",
        ),
    ),
    "distance_burst": (
        "lasted",
        gettext_lazy("For %(lasted)s the distance grew too fast. That counts as a break."),
    ),
    "too_fast_to_run": (
        "lasted",
        gettext_lazy(
            "For %(lasted)s it was too fast to be running, as in a car. That counts as a break."
        ),
    ),
    "values_not_possible": (
        "channel",
        ngettext_lazy(
            "1 value cannot be true and was left out: %(channel)s.",
            "%(count)s values cannot be true and were left out: %(channel)s.",
            "number",
        ),
    ),
}
CHANNELS: Mapping[str, Promise | str] = {
    "latitude_deg": gettext_lazy("position"),
    "longitude_deg": gettext_lazy("position"),
    "altitude_m": gettext_lazy("altitude"),
    "distance_m": gettext_lazy("distance"),
    "speed_mps": gettext_lazy("speed"),
    "cadence_spm": gettext_lazy("step rate"),
    "heart_rate_bpm": gettext_lazy("heart rate"),
    "power_w": gettext_lazy("power"),
    "contact_time_s": gettext_lazy("time on the ground"),
    "contact_balance_left_frac": gettext_lazy("share of the left foot"),
    "vertical_oscillation_m": gettext_lazy("up and down of the body"),
    "vertical_ratio_frac": gettext_lazy("up and down for each step"),
    "step_length_m": gettext_lazy("step length"),
    "temperature_c": gettext_lazy("temperature"),
}
WHOLE_NUMBER = re.compile(r"\d+")
SECONDS = re.compile(r"(\d+) s")


def repair_sentence(note: Note) -> str:
    """Say a note in one sentence, with how often and how much where that is known."""
    amounts = _amount_words(note)
    count = {"number": note.count, "count": decimal_words(note.count)}
    needed, precise = PRECISE.get(note.kind, ("", ""))
    if needed in amounts:
        return str(precise % {**count, **amounts})
    words = REPAIRS.get(note.kind)
    if words is None:
        return _("Something in the file was put right (%(code)s).") % {"code": note.kind}
    return str(words % count)


def _amount_words(note: Note) -> dict[str, str]:
    amounts = _amounts(note)
    words: dict[str, str] = {}
    if "lasted_s" in amounts:
        words["lasted"] = duration_words(amounts["lasted_s"])
    if "year" in amounts:
        words["year"] = str(int(amounts["year"]))
    if note.detail in CHANNELS:
        words["channel"] = str(CHANNELS[note.detail])
    return words


def _amounts(note: Note) -> Mapping[str, float]:
    """Named amounts; rows stored before they had names hold "80 s" or a year as their detail."""
    if note.amounts:
        return note.amounts
    if seconds := SECONDS.fullmatch(note.detail):
        return {"lasted_s": float(seconds[1])}
    if WHOLE_NUMBER.fullmatch(note.detail):
        return {"year": float(note.detail)}
    return {}
