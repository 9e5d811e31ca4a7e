"""Score archives: files of headlines larger than memory, in parts that processes or a cluster score in any order.

formats    file formats by name, and the input files
records    lines and records of CSV and JSONL, including malformed ones
columns    the columns of the input and of the output
job        what all parts of a run share; parts and their results
plan       splits the input into parts
rows       the content of a part: headlines, their rows, rejects
read       reads a part of CSV or JSONL
parquet    reads a part of Parquet
score      scores a part: the task of every engine
write      writes the rows of a part, and assembles parts into one file
staging    finished parts, so that an interrupted run can resume
run        plan, engine and output
cluster    the Dask engine
"""

from classifier.extras import require

require("the package 'archive'", "archive")
