"""The trainer for corpora that do not fit in memory: the same features and artefact, fitted from disk by SGD.

``intake`` reads the rows once and counts their terms, ``vocabulary`` chooses the terms, ``spool`` writes the matrices,
``learn`` fits the linear models shard by shard, ``fit`` puts the steps together.
"""
