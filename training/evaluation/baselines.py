"""Other systems for comparison, trained on the same rows: keywords, TF-IDF with jieba, fastText, boosted trees."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classifier.text.normalize import normalize
from training.corpus.format import Row
from training.fitting.heads import Array, TrainingSettings, labels
from training.fitting.pipeline import build_features

KEYWORDS = [normalize(word) for word in ("！", "？", "曝", "網", "竟", "驚", "他", "她", "這", "傻眼", "…", "快", "秘")]
Scorer = Callable[[Sequence[str]], Array]
Trainer = Callable[[Sequence[Row]], Scorer]


def keywords(rows: Sequence[Row]) -> Scorer:
    """The share of teaser keywords that a headline contains. Nothing is learned except the threshold."""
    return lambda texts: np.array([sum(word in normalize(text) for word in KEYWORDS) / len(KEYWORDS) for text in texts])


def plain(rows: Sequence[Row]) -> Scorer:
    """TF-IDF of jieba words and logistic regression, with scikit-learn's defaults."""
    import jieba

    model = make_pipeline(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None), LogisticRegression(max_iter=500))
    model.fit([row.headline for row in rows], labels(rows))
    return lambda texts: np.asarray(model.predict_proba(list(texts))[:, 1])


def fasttext(rows: Sequence[Row]) -> Scorer:
    """fastText on jieba words and character n-grams. One thread, so that results are reproducible."""
    import fasttext as library
    import jieba

    def line(text: str) -> str:
        return " ".join(" ".join(jieba.lcut(normalize(text))).split())

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        path.write_text("\n".join(f"__label__{int(r.clickbait)} {line(r.headline)}" for r in rows), encoding="utf-8")
        model = library.train_supervised(
            str(path), epoch=25, lr=0.3, wordNgrams=2, minn=1, maxn=3, dim=100, bucket=200_000, thread=1, verbose=0
        )

    def score(texts: Sequence[str]) -> Array:
        found, chances = model.predict([line(text) for text in texts], k=2)
        return np.array(
            [dict(zip(labels, p, strict=True))["__label__1"] for labels, p in zip(found, chances, strict=True)]
        )

    return score


def boosted(rows: Sequence[Row]) -> Scorer:
    """LightGBM on the features of our model."""
    from lightgbm import LGBMClassifier

    features = build_features(min_df=5, style_scale=TrainingSettings().style_scale)
    matrix = csr_matrix(features.fit_transform([row.headline for row in rows]), dtype=np.float32)
    model = LGBMClassifier(
        n_estimators=400, learning_rate=0.08, num_leaves=31, random_state=0, deterministic=True, verbose=-1
    )
    model.fit(matrix, labels(rows))
    return lambda texts: np.asarray(
        model.booster_.predict(csr_matrix(features.transform(list(texts)), dtype=np.float32))
    )


BASELINES: dict[str, Trainer] = {
    "keyword counting": keywords,
    "jieba + TF-IDF + LR": plain,
    "fastText": fasttext,
    "LightGBM on our features": boosted,
}
