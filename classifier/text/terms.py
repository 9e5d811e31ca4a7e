"""Words and character n-grams of one headline in normal form, as text.

This is the specification of the two TF-IDF groups. ``classifier.text.batch`` and ``classifier.text.vocabulary`` find
the same terms as 64-bit keys, for whole batches; tests hold them to this module.
"""

from __future__ import annotations

from collections.abc import Sequence

from classifier.text.lexicon import topical
from classifier.text.tokenizer import Tokenizer

SIZES = (1, 2, 3, 4)  # of character n-grams
MARK = "\n"  # start and end of a headline in the character n-grams
PAIR_MARK = "\t"  # between the two tokens of a pair
CLASS_MARK = "\x01"  # before a topical class: no text in normal form holds a control character
Token = tuple[str, int, int]  # its text, and its span [start, end) in the normal form


def read_tokens(text: str, engine: Tokenizer) -> list[Token]:
    """The tokens of a text in normal form, in order, without spaces."""
    tokens, start = [], 0
    for token in engine.cut(text):
        end = start + len(token)
        if token != " ":
            tokens.append((token, start, end))
        start = end
    return tokens


def word_terms(tokens: Sequence[str]) -> list[str]:
    """The tokens, the pairs of neighbours, and the topical class of each token that has one."""
    pairs = [first + PAIR_MARK + second for first, second in zip(tokens, tokens[1:], strict=False)]
    classes = [CLASS_MARK + topical()[token] for token in tokens if token in topical()]
    return [*tokens, *pairs, *classes]


def char_terms(text: str) -> list[str]:
    """The n-grams of a text in normal form between its start and end marks; no mark is a term by itself."""
    marked = MARK + text + MARK
    grams = [marked[i : i + size] for size in SIZES for i in range(len(marked) - size + 1)]
    return [gram for gram in grams if gram != MARK]
