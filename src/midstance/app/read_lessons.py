"""Read the pages to learn from: each pattern of knee pain, and what else is worth knowing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from midstance.core.base.errors import NotFoundError
from midstance.knowledge.load import read_sources
from midstance.knowledge.records import ASSUMED, Source
from midstance.knowledge.records_text import ArticleText, Claim, ConditionText
from midstance.knowledge.words import read_words


@dataclass(frozen=True)
class LessonTitle:
    """One line of the list."""

    name: str
    title: str
    term: str
    summary: str


@dataclass(frozen=True)
class Lessons:
    """All pages to learn from, in reading order."""

    articles: tuple[LessonTitle, ...]
    patterns: tuple[LessonTitle, ...]


@dataclass(frozen=True)
class Statement:
    """A claim; `sources` count the sources of the lesson, `is_judged` marks expert judgement."""

    text: str
    sources: tuple[int, ...]
    is_judged: bool


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Lesson:
    """One page; the sources are numbered from one in their order."""

    name: str
    title: str
    term: str
    lead: Statement
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]


def read_lessons(language: str) -> Lessons:
    """List the articles and the patterns in that language.

    *Changes* nothing.
    *Refuses* nothing; what the language lacks is said in English.
    *Twice* gives the same.
    *Privacy* the same for everyone.
    """
    articles = read_words("articles", language).values()
    patterns = read_words("conditions", language).values()
    return Lessons(
        tuple(
            LessonTitle(each.id, each.title, "", each.summary.text)
            for each in sorted(articles, key=lambda article: article.order)
        ),
        tuple(LessonTitle(each.id, each.name, each.term, each.summary.text) for each in patterns),
    )


def read_lesson(name: str, language: str) -> Lesson:
    """Show one article or pattern with its sources.

    *Changes* nothing.
    *Refuses* a name that no page has.
    *Twice* gives the same.
    *Privacy* the same for everyone.
    """
    article = read_words("articles", language).get(name)
    pattern = read_words("conditions", language).get(name)
    if article is not None:
        return _lesson(name, article.title, "", article.summary, _parts_of_article(article))
    if pattern is not None:
        return _lesson(name, pattern.name, pattern.term, pattern.summary, _parts_of(pattern))
    raise NotFoundError(f"Expected the name of a page to learn from, got {name!r}.")


Claims = tuple[tuple[str, tuple[Claim, ...]], ...]


def _parts_of_article(article: ArticleText) -> Claims:
    return tuple((part.heading, part.claims) for part in article.sections)


def _parts_of(pattern: ConditionText) -> Claims:
    parts = (
        (_("What usually helps"), pattern.helps),
        (_("What does not help, or may not"), pattern.helps_not),
        (_("How long it usually takes"), pattern.course),
        (_("What we do not know"), pattern.not_known),
    )
    return tuple(part for part in parts if part[1])


def _lesson(name: str, title: str, term: str, summary: Claim, parts: Claims) -> Lesson:
    sources = _cited((summary, *(claim for _heading, claims in parts for claim in claims)))
    numbers = {source.id: number for number, source in enumerate(sources, 1)}
    said = tuple(
        Part(heading, tuple(state_claim(claim, numbers) for claim in claims))
        for heading, claims in parts
    )
    return Lesson(name, title, term, state_claim(summary, numbers), said, sources)


def state_claim(claim: Claim, numbers: dict[str, int]) -> Statement:
    """A claim with its sources by number."""
    cited = tuple(numbers[source] for source in claim.sources)
    return Statement(claim.text, cited, claim.certainty in ASSUMED)


def _cited(claims: tuple[Claim, ...]) -> tuple[Source, ...]:
    known = read_sources()
    names = dict.fromkeys(source for claim in claims for source in claim.sources)
    return tuple(known[name] for name in names)
