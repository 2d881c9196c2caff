"""What the check says: the action first, then what the pain fits, why, and how sure that is."""

import numpy as np

from midstance.core.assess.answers import Answers, Known
from midstance.core.assess.fits import (
    estimate_certainty,
    estimate_surprise_z,
    find_rivals,
    log_ratios_against_rivals,
)
from midstance.core.assess.model import Action, CheckConstants, CheckModel
from midstance.core.assess.picture import Picture
from midstance.core.assess.posterior import (
    Standing,
    choose_action,
    estimate_contributors,
    estimate_posterior,
)
from midstance.core.assess.questions import most_informative
from midstance.core.assess.red_flags import RaisedFlag, action_of_flags, raise_flags
from midstance.core.assess.result import (
    ActionFrom,
    Assessment,
    Band,
    CannotSay,
    ContributorFit,
    Fit,
    Likely,
    Reason,
)
from midstance.core.assess.scope import action_of_scope, is_away, is_placed
from midstance.core.base.arrays import FloatArray

COURSE = "persistent"
"""The topic of rules about how long it lasts and how it changes."""

LEAST_LOG_RATIO, MOST_REASONS = 0.15, 10
"""What moves the odds by less, or comes after so many, is no reason that is worth a line."""

KNOWN = tuple(Known)


def assess(model: CheckModel, answers: Answers) -> Assessment:
    """Say what to do and what the pain fits, of any part of the answers.

    Notes
    -----
    The action is the most urgent of the red flags and of the one with the least expected harm over
    the patterns. That nothing can be said of the pattern never lowers it.
    """
    return assess_picture(Picture.of(model, answers))


def assess_picture(picture: Picture) -> Assessment:
    """As `assess`, of a picture that was drawn already."""
    model, answers = picture.tables.model, picture.answers
    posterior = estimate_posterior(picture)
    flag_action = picture.flag_action
    flags = raise_flags(model.red_flags, answers) if flag_action else ()
    pattern_action = max(
        choose_action(posterior.careful, picture.tables.harm), action_of_scope(answers)
    )
    ranked = _ranked(picture, posterior.shown)
    reasons = _why_not(picture, posterior.shown, ranked)
    return Assessment(
        action=max(flag_action, pattern_action),
        action_from=_origin(model, flags, pattern_action),
        red_flags=flags,
        screen_complete=picture.screen_complete,
        fits=_fits(picture, posterior.shown, ranked, reasons),
        unlikely=_unlikely(picture, posterior.shown, ranked),
        cannot_say=bool(reasons),
        cannot_say_because=reasons,
        contributors=_contributors(model, picture),
        most_informative=None if flag_action >= Action.SAME_DAY else most_informative(picture),
        rules_version=model.version,
    )


def _origin(model: CheckModel, flags: tuple[RaisedFlag, ...], from_patterns: Action) -> ActionFrom:
    action = action_of_flags(flags)
    if not flags or from_patterns > action:
        return ActionFrom.PATTERNS
    course = {rule.id for rule in model.red_flags if rule.topic == COURSE}
    if {flag.id for flag in flags if flag.level == action} <= course:
        return ActionFrom.COURSE
    return ActionFrom.RED_FLAGS


def _ranked(picture: Picture, posterior: FloatArray) -> list[int]:
    """Named patterns, the most probable first."""
    order = np.argsort(-posterior, kind="stable")
    named: list[int] = order[picture.tables.named[order]].tolist()
    return named


def _why_not(picture: Picture, posterior: FloatArray, ranked: list[int]) -> tuple[CannotSay, ...]:
    """The first reason that applies."""
    constants = picture.tables.model.constants
    first, second = ranked[:2]
    unnamed = posterior[~picture.tables.named].sum()
    is_close = posterior[first] - posterior[second] < constants.gap_frac
    reasons = (
        (CannotSay.OUT_OF_SCOPE, is_away(picture.answers)),
        (CannotSay.NOT_ENOUGH_ANSWERS, _is_thin(picture)),
        (CannotSay.OUT_OF_SCOPE, unnamed >= constants.out_of_scope_frac),
        (CannotSay.NOTHING_FITS, estimate_surprise_z(picture, first) >= constants.surprise_z),
        (CannotSay.NOT_ENOUGH_ANSWERS, not is_placed(picture.answers)),
        (CannotSay.TWO_CLOSE, is_close or posterior[first] < constants.say_frac),
    )
    return tuple(reason for reason, applies in reasons if applies)[:1]


def _is_thin(picture: Picture) -> bool:
    return picture.known_groups < picture.tables.model.constants.least_groups


def _fits(
    picture: Picture, posterior: FloatArray, ranked: list[int], reasons: tuple[CannotSay, ...]
) -> tuple[Fit, ...]:
    constants = picture.tables.model.constants
    if _is_thin(picture) or {CannotSay.OUT_OF_SCOPE, CannotSay.NOTHING_FITS} & set(reasons):
        return ()
    is_cut_short = bool(reasons) and picture.flag_action >= Action.SAME_DAY
    least = constants.say_frac if is_cut_short else constants.fits_partly_frac
    best = ranked[: int(constants.most_names)]
    named = [number for number in best if posterior[number] >= least]
    if not named:
        return ()
    certainty = estimate_certainty(picture, posterior)
    rivals = find_rivals(posterior, certainty)
    ratios = log_ratios_against_rivals(picture, posterior)
    return tuple(
        Fit(
            pattern=picture.tables.model.patterns[number].id,
            band=_band(
                float(posterior[number]), constants, unsure=bool(reasons or rivals[number].any())
            ),
            probability=float(posterior[number]),
            probability_low=float(certainty.low[number]),
            probability_high=float(certainty.high[number]),
            for_=_reasons(picture, ratios[:, number]),
            against=_reasons(picture, -ratios[:, number], sign=-1),
            flips=bool(rivals[number].any()),
        )
        for number in named
    )


def _band(probability: float, constants: CheckConstants, *, unsure: bool) -> Band:
    if probability >= constants.fits_well_frac and not unsure:
        return Band.FITS_WELL
    return Band.FITS_PARTLY


def _reasons(picture: Picture, ratios: FloatArray, sign: int = 1) -> tuple[Reason, ...]:
    findings, states = picture.tables.model.findings, picture.findings
    strong = np.flatnonzero(ratios >= LEAST_LOG_RATIO)
    order = strong[np.argsort(-ratios[strong], kind="stable")][:MOST_REASONS]
    return tuple(
        Reason(findings[number].id, sign * ratio, KNOWN[state])
        for number, ratio, state in zip(
            order.tolist(), ratios[order].tolist(), states[order].tolist(), strict=True
        )
    )


def _unlikely(picture: Picture, posterior: FloatArray, ranked: list[int]) -> tuple[str, ...]:
    constants = picture.tables.model.constants
    return tuple(
        picture.tables.model.patterns[number].id
        for number in ranked
        if posterior[number] < constants.fits_partly_frac
    )


def _contributors(model: CheckModel, picture: Picture) -> tuple[ContributorFit, ...]:
    standing = estimate_contributors(model, picture)
    order = sorted(standing, key=lambda item: (-item.probability, item.contributor.id))
    likely = model.constants.contributor_possible_frac
    return tuple(
        ContributorFit(
            id=item.contributor.id,
            band=_likely(item, model.constants),
            probability=item.probability,
            because=item.because,
        )
        for item in order
        if item.probability >= likely and item.because
    )


def _likely(standing: Standing, constants: CheckConstants) -> Likely:
    is_likely = standing.probability >= constants.contributor_likely_frac
    return Likely.LIKELY if is_likely else Likely.POSSIBLE
