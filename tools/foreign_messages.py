"""What the command shows of others: words of the standard library and of pydantic, and names of answers and figures.

They are no messages of this source, so they are listed: as templates, in the form of ``tools.message_sources``.
"""

from __future__ import annotations

# argparse of Python 3.11 to 3.14; a test compares them with the one that runs.
ARGPARSE = (
    "usage: ", "positional arguments", "options", "show this help message and exit",
    "argument {argument_name}: {message}", "unrecognized arguments: {values}",
    "the following arguments are required: {names}", "one of the arguments {names} is required",
    "not allowed with argument {name}", "ignored explicit argument {value}", "expected one argument",
    "expected at most one argument", "expected at least one argument", "expected {count} argument",
    "expected {count} arguments", "ambiguous option: {option} could match {matches}",
    "unexpected option string: {option}", "invalid {type} value: {value}",
    "invalid choice: {value} (choose from {choices})",
    "invalid choice: {value}, maybe you meant {closest}? (choose from {choices})",
    "can't open {filename}: {error}",
)  # fmt: skip

PYDANTIC = (
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be a valid integer, got a number with a fractional part",
    "Input should be a valid number, unable to parse string as a number",
    "Input should be a valid boolean, unable to interpret input",
    "Input should be a finite number",
    "Input should be greater than {limit}", "Input should be greater than or equal to {limit}",
    "Input should be less than {limit}", "Input should be less than or equal to {limit}",
    "Input should be {choices} or {last}",
    "Input is not a valid path",
)  # fmt: skip

SYSTEM = (
    "[Errno {number}] {reason}: {path}", "No such file or directory", "Permission denied", "Is a directory",
    "Not a directory", "No space left on device", "Read-only file system", "File name too long",
    "Too many open files", "Address already in use", "Cannot assign requested address", "Name or service not known",
    "Temporary failure in name resolution", "Connection refused", "Expecting value: {place}",
    "Extra data: {place}", "Expecting property name enclosed in double quotes: {place}",
    "Unterminated string starting at: {place}", "Expecting ',' delimiter: {place}",
    "Expecting ':' delimiter: {place}", "line {line} column {column} (char {place})",
)  # fmt: skip

# Columns of tables in a terminal, and rows of a summary.
NAMES = (
    "label", "score", "topic", "withheld", "sensational", "push", "uncertain", "grade",
    "digest", "grades", "topics", "4-grams", "frames", "graded",
)  # fmt: skip

# What errors are put together from, and the kinds of JSON values.
PARTS = (
    "use sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name",
    "a number", "a boolean", "setting {name} ({value}): {fault}",
)  # fmt: skip

FOREIGN = (*ARGPARSE, *PYDANTIC, *SYSTEM, *NAMES, *PARTS)
