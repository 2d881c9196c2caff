"""The version that a model is stamped with: equal content, equal version."""

import hashlib
import json


def version_of_content(form: str | int, content: object) -> str:
    """The form of the equations and a digest of what they read, in whatever order it came."""
    text = json.dumps(content, default=vars, sort_keys=True, separators=(",", ":"))
    return f"{form}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
