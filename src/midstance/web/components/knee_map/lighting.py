"""The styles that light a zone while its checkbox is ticked, one rule a zone.

After a change of the zones: `python -m midstance.web.components.knee_map.lighting`.
"""

from pathlib import Path

from midstance.web.components.knee_map.sides import ZONE_IDS

STYLES = Path(__file__).with_name("zones.css")
HEAD = "/* Written by lighting.py: which zone belongs to which checkbox. */"
LIT = "{ --zone-fill: var(--zone-lit); --zone-line: var(--pain); --zone-shown: inline-block; }"
MET = "{ --zone-fill: var(--zone-met); --zone-line: var(--pain); }"


def lighting_rules() -> str:
    """The whole style sheet: first what the pointer or the focus meets, then what is chosen."""
    met = (
        rule(f'label:has([value="{zone}"]):is(:hover, :focus-within)', zone, MET)
        for zone in ZONE_IDS
    )
    lit = (rule(f'[value="{zone}"]:checked', zone, LIT) for zone in ZONE_IDS)
    return "\n".join([HEAD, *met, *lit, ""])


def rule(when: str, zone: str, style: str) -> str:
    return f'.knee-map:has({when}) [data-zone="{zone}"] {style}'


if __name__ == "__main__":
    STYLES.write_text(lighting_rules(), encoding="utf-8")
