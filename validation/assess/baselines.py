"""What the check is held against: the same answers, judged in plainer ways."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from midstance.core.assess.explain import assess_picture
from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.picture import Picture
from midstance.core.assess.posterior import choose_action, estimate_posterior
from midstance.core.assess.result import Assessment, Band, Fit
from midstance.core.base.arrays import FloatArray

Judge = Callable[[Picture], Assessment]

WIDE = (1e-9, 1e9)


def judges(model: CheckModel) -> Mapping[str, Judge]:
    """Each way of judging the same answers, by name."""
    return {
        "**the check**": assess_picture,
        "the check with the limits of the review": _with(limits_of_the_review(model)),
        "plain naive Bayes, no red flags": _bare(plain_bayes(model)),
        "shares by age and sex alone": _bare(without_findings(model)),
        "always within days": _always(Action.WITHIN_DAYS),
    }


def limits_of_the_review(model: CheckModel) -> CheckModel:
    """Caps, thresholds and shares as first proposed."""
    constants = replace(
        model.constants,
        prior_exponent=1.0,
        finding_ratio_range=(0.25, 4.0),
        group_ratio_range=(0.15, 6.0),
        unticked_exponent=0.5,
    )
    return replace(model, constants=constants)


def plain_bayes(model: CheckModel) -> CheckModel:
    """No shrinking, no clipping, no groups; an option left unticked is a no."""
    constants = replace(
        model.constants,
        prior_exponent=1.0,
        finding_ratio_range=WIDE,
        group_ratio_range=WIDE,
        unticked_exponent=1.0,
    )
    findings = tuple(replace(item, exponent=1.0) for item in model.findings)
    return replace(model, constants=constants, findings=findings)


def without_findings(model: CheckModel) -> CheckModel:
    """Nothing but how common each pattern is."""
    findings = tuple(replace(item, exponent=0.0) for item in model.findings)
    constants = replace(model.constants, prior_exponent=1.0)
    return replace(model, constants=constants, findings=findings)


def _with(model: CheckModel) -> Judge:
    return lambda picture: assess_picture(Picture.of(model, picture.answers))


def _bare(model: CheckModel) -> Judge:
    """The three first patterns and the action of least harm, whatever the red flags say."""

    def judge(picture: Picture) -> Assessment:
        posterior = estimate_posterior(Picture.of(model, picture.answers)).shown
        action = choose_action(posterior, picture.tables.harm)
        return replace(_said(picture, posterior), action=action)

    return judge


def _always(action: Action) -> Judge:
    def judge(picture: Picture) -> Assessment:
        nothing = np.zeros(len(picture.tables.model.patterns))
        return replace(_said(picture, nothing), action=action, fits=(), cannot_say=True)

    return judge


def _said(picture: Picture, posterior: FloatArray) -> Assessment:
    ranked = [number for number in np.argsort(-posterior) if picture.tables.named[number]][:3]
    fits = tuple(
        Fit(
            pattern=picture.tables.model.patterns[number].id,
            band=Band.FITS_WELL,
            probability=float(posterior[number]),
            probability_low=0.0,
            probability_high=1.0,
            for_=(),
            against=(),
            flips=False,
        )
        for number in ranked
    )
    found = assess_picture(picture)
    return replace(found, fits=fits, cannot_say=False, cannot_say_because=(), red_flags=())
