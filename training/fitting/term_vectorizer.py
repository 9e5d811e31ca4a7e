"""TF-IDF of a feature group whose vocabulary and document frequencies may come from more than the fitted headlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer


class TermVectorizer(TfidfVectorizer):  # type: ignore[misc]  # scikit-learn publishes no types
    """scikit-learn's TF-IDF with two additions.

    ``always`` are terms of the vocabulary whatever the headlines hold; ``idf`` gives inverse document frequencies that
    were counted elsewhere (those of all other terms are counted over the headlines and ``documents`` more). Everything
    after ``fit`` is the parent's.
    """

    def __init__(
        self,
        analyzer: Callable[[str], list[str]],
        min_df: int = 1,
        always: Sequence[str] = (),
        idf: Mapping[str, float] | None = None,
        documents: int = 0,
    ) -> None:
        super().__init__(analyzer=analyzer, min_df=min_df)
        self.always, self.idf, self.documents = always, idf, documents

    def fit(self, headlines: Sequence[str], y: object = None) -> TermVectorizer:
        """Choose the vocabulary and count."""
        self.fit_transform(headlines)
        return self

    def fit_transform(self, headlines: Sequence[str], y: object = None) -> csr_matrix:
        """The matrix of the headlines, shape (headlines, terms), terms in alphabetical order."""
        documents = [self.analyzer(headline) for headline in headlines]
        frequency = Counter(term for terms in documents for term in set(terms))
        known = {term for term, count in frequency.items() if count >= self.min_df} | set(self.always)
        self.vocabulary_ = {term: place for place, term in enumerate(sorted(known))}
        self.fixed_vocabulary_ = True
        total = len(documents) + self.documents
        given = self.idf or {}
        values = [
            given[term] if term in given else np.log((1 + total) / (1 + frequency[term])) + 1
            for term in self.vocabulary_
        ]
        self.idf_ = np.array(values, np.float64)
        return self._matrix(documents)

    def _matrix(self, documents: Sequence[Sequence[str]]) -> csr_matrix:
        """TF-IDF at unit length, as the parent's ``transform`` gives it."""
        counts = [Counter(self.vocabulary_[t] for t in terms if t in self.vocabulary_) for terms in documents]
        starts = np.cumsum([0, *map(len, counts)])
        columns = np.array([column for row in counts for column in row], np.int32)
        values = np.array([count for row in counts for count in row.values()], np.float64)
        matrix = csr_matrix((values, columns, starts), shape=(len(documents), len(self.vocabulary_)))
        matrix.sort_indices()
        matrix.data *= self.idf_[matrix.indices]
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        matrix.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(matrix.indptr))
        return matrix

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "vocabulary_")
