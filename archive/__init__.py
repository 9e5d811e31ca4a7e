"""Score archives: files of headlines larger than memory, in parts that processes or a cluster take in any order.

forms      which files there are, and what kind a name says
records    the lines and records of CSV and JSONL, the broken ones among them
plan       cuts the input into parts and knows the columns
rows       what a part holds: headlines, their rows, rejects
read       one part of CSV or JSONL
parquet    one part of Parquet
score      one part from the input to the staging folder: the task of every engine
write      rows into a file, parts into one file
staging    what is done, so that an interrupted run continues
run        plan, engine, result
cluster    the Dask engine
"""
