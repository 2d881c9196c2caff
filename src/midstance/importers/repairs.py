"""Every kind of note that readers and cleaning can leave, in words for the runner."""

from midstance.importers.activity import Note

REPAIRS: dict[str, str] = {
    "times_missing": "Some records had no time and were left out.",
    "times_repeated": "Several records had the same time. They were joined into one.",
    "times_backwards": "Some records jumped back in time and were left out.",
    "times_far_away": "Some records lay days away from the rest and were left out.",
    "recording_too_long": "The recording went on for more than a week. The rest was left out.",
    "clock_not_set": "The watch did not know the date, so the day shown here is wrong.",
    "offset_not_believed": "The time zone in the file makes no sense. Yours is used instead.",
    "gaps": "Nothing was recorded for a while. That time counts as a break, nothing was made up.",
    "pauses_while_moving": "The file says paused, but you kept running. It counts as running.",
    "pauses_outside": "Some pauses lie outside the recording and were left out.",
    "values_not_possible": "Some values cannot be true and were left out.",
    "positions_missing": "Some positions were empty (0, 0) and were left out.",
    "positions_jumped": "Some positions jumped away and back and were left out.",
    "positions_indoors": "Positions recorded indoors say nothing and were left out.",
    "distance_backwards": "The distance went down at some points. Those values were left out.",
    "distance_restarted": "The distance started again from zero. The parts were added up.",
    "distance_rebased": "The distance did not start at zero. It does now.",
    "distance_stood_still": "Your feet moved but the distance did not. It was left out.",
    "distance_caught_up": "The distance stopped and then caught up. It was spread over that time.",
    "distance_from_speed": "There was no distance in the file. It was worked out from the speed.",
    "distance_from_positions": "There was no distance in the file. It was measured on the map.",
    "distance_unknown": "Nothing in the file tells the distance.",
    "speed_spikes": "Some moments were faster than anyone runs. They were smoothed out.",
    "distance_burst": "For some seconds the distance grew too fast. They count as a break.",
    "too_fast_to_run": "Part of it was too fast to be running, as in a car. It counts as a break.",
    "cadence_doubled": "The file counts the steps of one foot. They were doubled.",
    "cadence_always_zero": "The step count stayed at zero all the time and was left out.",
    "cadence_dropped_out": "No steps were counted while you were running. Those were left out.",
    "cadence_not_of_feet": "The step count belongs to pedals or strokes and was left out.",
    "points_without_time": "Some points had no time and were left out.",
    "heart_rate_merged": "Heart beats from the strap's own memory filled gaps.",
    "clock_counts_uptime": "The watch counted time from when it was switched on. The day is wrong.",
    "naive_times": "The times name no time zone. They were read as universal time.",
    "distance_added_up": "The file gives the distance point by point. It was added up.",
    "cut_short": "The file ends too early. What is there was kept.",
    "gzip_cut_short": "The packed file ends too early. What is there was kept.",
    "last_message_cut": "The last record is not complete and was left out.",
    "rest_lost": "The end of the file is damaged and was left out.",
    "damage_skipped": "A damaged part of the file was left out.",
    "check_sum_missing": "The file lacks the number that proves it whole.",
    "check_sum_wrong": "The file was changed or damaged after it was recorded.",
    "length_missing": "The file does not say how long it is. All of it was read.",
    "length_wrong": "The file is longer than it says. All of it was read.",
    "junk_before": "Something that does not belong there came first and was left out.",
    "junk_after": "Something that does not belong there came last and was left out.",
    "junk_between": "Something that does not belong there came in between and was left out.",
    "junk_before_start": "Something that does not belong there came first and was left out.",
    "junk_after_end": "Something that does not belong there came last and was left out.",
    "control_bytes_dropped": "Some characters that no such file may hold were left out.",
    "text_replaced": "Some characters could not be read and were replaced.",
    "name_repeated": "The archive holds several files of the same name. Each was read.",
    "unit_unknown": "Some values came in a unit that is not known and were left out.",
    "route_missing": "The route of this run is missing from the export.",
    "route_unreadable": "The route of this run could not be read.",
}


def explain_repair(note: Note) -> str:
    """Say a note in words for people, with how often and where it matters."""
    words = REPAIRS.get(note.kind, note.kind.replace("_", " ").capitalize() + ".")
    extent = ", ".join(
        part for part in (f"{note.count:,} times" * (note.count > 1), note.detail) if part
    )
    return f"{words} ({extent})" if extent else words
