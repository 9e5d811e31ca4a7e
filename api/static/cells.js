// What spreadsheets put on the clipboard: cells between tabs, and which column has the headlines. Pure functions.

// The first that a table has counts, in English and both scripts of Chinese.
const NAMES = [
  "headline", "title", "標題", "标题", "新聞標題", "新闻标题", "文章標題", "文章标题", "headlines", "titles", "news_title",
];

/**
 * Rows of cells. Spreadsheets quote only cells that contain a tab or a line feed; other quotation marks are the writer's,
 * which a parser of CSV would remove.
 */
export function cellsOf(pasted) {
  const text = pasted.replace(/\r\n?/g, "\n");
  const quoted = /"([^"]*(?:""[^"]*)*)"(?=[\t\n]|$)/y;
  const plain = /[^\t\n]*/y;
  const rows = [[]];
  for (let at = 0; ; at++) {
    quoted.lastIndex = plain.lastIndex = at;
    const inner = quoted.exec(text)?.[1];
    const isQuoted = inner !== undefined && /[\t\n]/.test(inner);
    rows.at(-1).push(isQuoted ? inner.replaceAll('""', '"') : plain.exec(text)[0]);
    at = isQuoted ? quoted.lastIndex : plain.lastIndex;
    if (at >= text.length) return rows;
    if (text[at] === "\n") rows.push([]);
  }
}

/**
 * {headlines, column, columns, name} of a paste from a spreadsheet: the column that the first row names so, else the one
 * with the most text, where `name` is null. null for a paste that is no table.
 */
export function headlinesOf(pasted) {
  const rows = cellsOf(pasted).filter((row) => row.some((cell) => cell.trim()));
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (columns < 2 && !rows.some(([cell]) => cell.trim().includes("\n"))) return null;
  const named = namedColumn(rows[0]);
  const column = named ?? longestColumn(rows, columns);
  const headlines = (named === null ? rows : rows.slice(1)).map((row) => oneLine(row[column] ?? "")).filter(Boolean);
  return { headlines, column: column + 1, columns, name: named === null ? null : oneLine(rows[0][named]) };
}

function namedColumn(row) {
  const names = row.map((cell) => cell.trim().toLowerCase());
  const name = NAMES.find((known) => names.includes(known));
  return name === undefined ? null : names.indexOf(name);
}

function longestColumn(rows, columns) {
  const lengths = Array.from({ length: columns }, (_, i) => rows.reduce((sum, row) => sum + textLength(row[i] ?? ""), 0));
  return lengths.indexOf(Math.max(...lengths));
}

/** Letters: an address has none, and a number or a date hardly any. */
function textLength(cell) {
  if (/^\s*(https?:\/\/|www\.)\S+\s*$/i.test(cell)) return 0;
  return (cell.match(/\p{L}/gu) ?? []).length;
}

function oneLine(cell) {
  return cell.replace(/\s+/g, " ").trim();
}
