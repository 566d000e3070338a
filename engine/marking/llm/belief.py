"""How sure a model was of a band: the expectation over what it could have written, not the likeliest alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.ielts.bands import Band
from engine.ports import Choice


def expected_band(written: Band, offset: int, choices: Sequence[Choice]) -> float:
    """The mean of the bands (``6.5``) weighted by their probabilities where the answer has the band at ``offset``.

    Tokens after the first digit are known for the digit that was written only; the chance of a half is taken to be
    the same after every digit (and none after 9). Without probabilities, the band as written.
    """
    at = {choice.offset: choice.options for choice in choices}
    digits = _shares(at.get(offset, {}), "0123456789")
    if not digits:
        return float(written)
    halves = _shares(at.get(offset + 2, {}), "05")
    half = halves.get("5", 0.0) if halves else float(not float(written).is_integer())
    return sum(chance * (int(digit) + (0.5 * half if digit != "9" else 0.0)) for digit, chance in digits.items())


def _shares(options: Mapping[str, float], firsts: str) -> dict[str, float]:
    """Probabilities by first character, of the options that begin with one of ``firsts``, scaled to 1."""
    shares: dict[str, float] = {}
    for text, chance in options.items():
        if text[:1] and text[0] in firsts:
            shares[text[0]] = shares.get(text[0], 0.0) + chance
    total = sum(shares.values())
    return {first: chance / total for first, chance in shares.items()} if total > 0 else {}
