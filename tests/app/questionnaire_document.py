"""A questionnaire that nobody owns, for tests of those that somebody does."""

import json
from typing import Any


def made_up(**changes: Any) -> dict[str, Any]:
    """Three questions about a bird; the second one is turned about and counts twice."""
    steps = [{"label": word, "points": n} for n, word in enumerate(("never", "at times", "often"))]
    items = [
        {
            "id": name,
            "text": f"Does the bird {name}?",
            "steps": steps,
            "weight": 1,
            "reversed": False,
        }
        for name in ("sing", "limp", "fly")
    ]
    items[1] |= {"weight": 2, "reversed": True}
    document = {
        "format": "midstance-questionnaire-1",
        "name": "Bird Score",
        "language": "en",
        "licence": {
            "holder": "The Bird Society",
            "granted_to": "A clinic",
            "terms": "For the patients of the clinic.",
        },
        "lead": "Think of the bird in the last week.",
        "items": items,
        "scoring": {"method": "percent", "better": "higher", "fewest_items": 2},
        "smallest_change": {"points": 16.4, "source": "Wren 2019"},
    }
    return document | changes


def as_bytes(document: object) -> bytes:
    return json.dumps(document).encode()
