"""What kind of remark it seems to be, by the words that people use; empty where the words do not tell."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["need", "obstacle", "idea", "offer", "fact", "reaction", ""]

# Per kind what people say, one cue a line.
_CUES: dict[Kind, str] = {
    "need": r"""
        (?:heb(?:ben)?|is|zijn|hadden)\b.{0,40}\bnodig
        behoefte aan
        missen\b|mis ik
        zoeken (?:wij|we|naar)|(?:wij|we|ik) zoek(?:en)?\b
        (?:zouden|zou|willen|wil) (?:wij |we |ik )?graag
        wensen?\b|verlangen""",
    "obstacle": r"""
        lastig|moeilijk|onmogelijk|belemmer|drempel|knelpunt|probleem|weiger|nergens
        loopt? (?:vast|stuk)|vastlopen
        te (?:groot|duur|lang|streng|ingewikkeld|laat|weinig)
        geen (?:toegang|tijd|geld|ruimte|antwoord|idee wie)
        niet (?:mogelijk|toegestaan|te vinden|rond)
        van het kastje naar de muur""",
    "idea": r"""
        \bidee\b|voorstel|stel(?:len)? voor|misschien|wat als
        zou(?:den)? .{0,40}\b(?:kunnen|moeten)
        waarom (?:niet|geen)
        (?:laat|kan) de gemeente|maak (?:er |een )
        richt .{0,40} in\b""",
    "offer": r"""
        (?:wij|we|ik) bied(?:en)?\b|bieden (?:wij|we|graag|aan)
        stel(?:len)? .{0,40}beschikbaar
        (?:wij|we|ik) (?:kunnen|kan|willen|wil) .{0,40}(?:helpen|leveren|meedenken|delen|aanbieden|meedoen)
        kom(?:en)? graag (?:langs|vertellen)""",
    "reaction": r"""
        \b(?:on)?eens\b|goed dat|fijn dat|jammer dat|mooi plan
        (?:hier|daar) (?:zijn|ben) (?:wij|we|ik) (?:voor|tegen)""",
    "fact": r"""
        \d+(?:[.,]\d+)? ?(?:%|procent|euro|miljoen|miljard|ondernemingen|bedrijven|mensen|plaatsen|banen)
        € ?\d
        in (?:19|20)\d\d (?:was|waren|had)""",
}
_COMPILED = {
    kind: re.compile("|".join(map(str.strip, cue.strip().splitlines())), re.IGNORECASE | re.DOTALL)
    for kind, cue in _CUES.items()
}


def kind_of(words: str) -> Kind:
    """The kind whose words stand there most often; a number counts only where nothing else was found."""
    found = {kind: len(cue.findall(words)) for kind, cue in _COMPILED.items()}
    fact = found.pop("fact")
    most = max(found.values())
    best = [kind for kind, number in found.items() if number == most]
    if most == 0:
        return "fact" if fact else ""
    return best[0] if len(best) == 1 else ""
