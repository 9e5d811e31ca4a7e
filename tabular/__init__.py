"""Tables of headlines as people have them: CSV, TSV, XLSX, Parquet, JSONL and plain lines, in any encoding of Chinese.

errors     what a table cannot be
formats    kinds and compressions by name and by content
files      the files that names, folders and standard input refer to
encodings  the encoding of a text, found by its content
streams    a file as UTF-8 text, whatever it is on disk
records    lines and records of CSV, TSV and JSONL with their line numbers
dialect    delimiter and quoting
columns    names of columns, English and Chinese
numbers    JSON with exact numbers
workbook   XLSX
options    what a user says of a table
reader     the rows of any table
headlines  the headlines of any table
cells      values as text, and cells that a spreadsheet cannot take for formulas
sheet      writes XLSX row by row
writer     small tables of every kind
"""
