import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const { DOCS: ELSEWHERE } = process.env;
const DOCS = ELSEWHERE ? pathToFileURL(`${ELSEWHERE}/`) : new URL('../docs/', import.meta.url);
const DOCUMENT = new URL('performance.md', DOCS);

/** Puts a table where the document has `<!-- name -->` … `<!-- /name -->`. */
export async function intoDocument(name, rows) {
  const text = await readFile(DOCUMENT, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for "${name}"`);
  await writeFile(DOCUMENT, `${text.slice(0, from + begin.length)}\n\n${tableOf(rows)}\n\n${text.slice(to)}`);
}

export async function intoPicture(name, svg) {
  await writeFile(new URL(`pictures/${name}`, DOCS), svg);
}

/** As prettier writes it: the first column to the left, numbers to the right. */
function tableOf(rows) {
  const columns = Object.keys(rows[0]);
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, at) => Math.max(3, ...cells.map((line) => line[at].length)));
  const line = (texts) =>
    `| ${texts.map((text, at) => (at === 0 ? text.padEnd(widths[at]) : text.padStart(widths[at]))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head, ...body] = cells;
  return [line(head), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}
