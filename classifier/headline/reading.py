"""What the features of one batch of headlines are: all that scores, answers and signals are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.headline.segments import Hits
from classifier.headline.style import style_hits
from classifier.headline.style_words import style_keys, word_runs
from classifier.text.batch import Batch, Floats, read_batch
from classifier.text.tokenizer import Tokenizer
from classifier.text.vocabulary import Occurrences, TermWeights, Vocabulary


@dataclass(slots=True)
class Reading:
    """A batch, its known terms with the lengths of their vectors, and its style hits (None without style features)."""

    batch: Batch
    terms: Occurrences
    norms: Floats
    hits: Hits | None


class Reader:
    """Reads headlines with one vocabulary."""

    def __init__(self, groups: dict[str, TermWeights], outputs: int, tokenizer: Tokenizer, *, styled: bool) -> None:
        """``styled`` says whether style features are wanted. Raises ValueError as ``Vocabulary``."""
        self._tokenizer, self._styled = tokenizer, styled
        self.vocabulary = Vocabulary(groups, outputs, style_keys() if styled else None)

    def read(self, headlines: Sequence[str]) -> Reading:
        """The features of these headlines. Style words are found in the same look-up as everything else."""
        batch = read_batch(headlines, self._tokenizer)
        if not self._styled:
            terms = self.vocabulary.occurrences(batch)
            return Reading(batch, terms, self.vocabulary.norms(terms), None)
        runs = word_runs(batch)
        terms = self.vocabulary.occurrences(batch, batch.spans(runs.start, runs.end).ravel())
        hits = style_hits(batch, runs.hits(terms.phrase_slot, terms.phrase))
        return Reading(batch, terms, self.vocabulary.norms(terms), hits)
