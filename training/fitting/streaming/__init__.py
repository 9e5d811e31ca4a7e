"""The trainer for corpora that do not fit in memory: the same features and artefact, fitted from disk by SGD.

``intake`` reads the rows once, ``vocabulary`` chooses their terms, ``spool`` writes the matrices (``prepare`` does all
three), ``learn`` fits the linear models shard by shard, ``fit`` makes the artefact.
"""
