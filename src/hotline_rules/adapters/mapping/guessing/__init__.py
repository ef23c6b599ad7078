"""A mapping proposed from headings and samples, for a person to confirm."""

from hotline_rules.adapters.mapping.guessing.guess import Guess, guess_mapping

__all__ = ["Guess", "guess_mapping"]
