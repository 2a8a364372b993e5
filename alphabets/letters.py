"""Letters that nobody can tell apart on screen, from the tables of the Unicode consortium."""

from __future__ import annotations

from functools import cache


@cache
def lookalike_letters() -> dict[str, str]:
    """Each foreign letter that is read as a Latin one, with that letter, small."""
    from confusable_homoglyphs.confusables import confusables_data

    found = {}
    for letter, others in confusables_data.items():
        plain = next((o["c"] for o in others if o["c"].isascii() and o["c"].isalnum()), "")
        if plain and len(letter) == 1 and not letter.isascii():
            found[letter] = plain.lower()
    return found
