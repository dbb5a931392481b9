import type { Skipped } from './json-ld.js';

/** The documents of some lines of NDJSON; a line that is no JSON is named, the others are read. */
export function documentsIn(lines: readonly string[], firstLine = 1): { documents: unknown[]; skipped: Skipped[] } {
  const documents: unknown[] = [];
  const skipped: Skipped[] = [];
  lines.forEach((line, at) => {
    if (line.trim() === '') return;
    try {
      documents.push(JSON.parse(line));
    } catch {
      skipped.push({ name: `line ${firstLine + at}`, reason: 'is no JSON' });
    }
  });
  return { documents, skipped };
}
