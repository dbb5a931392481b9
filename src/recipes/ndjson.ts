import type { Skipped } from './json-ld.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The documents of some lines of NDJSON, as text or as the bytes of a file. What is no JSON, or in another encoding than UTF-8, is named, the
 * others are read; a byte order mark counts for nothing.
 */
export function documentsIn(
  lines: readonly (string | Uint8Array)[],
  firstLine = 1,
): { documents: unknown[]; skipped: Skipped[] } {
  const documents: unknown[] = [];
  const skipped: Skipped[] = [];
  lines.forEach((line, at) => {
    const name = `line ${firstLine + at}`;
    const text = textOf(line)?.trim();
    if (text === undefined) skipped.push({ name, reason: 'is no UTF-8' });
    else if (text !== '') {
      try {
        documents.push(JSON.parse(text));
      } catch {
        skipped.push({ name, reason: 'is no JSON' });
      }
    }
  });
  return { documents, skipped };
}

function textOf(line: string | Uint8Array): string | undefined {
  if (typeof line === 'string') return line;
  try {
    return UTF8.decode(line);
  } catch {
    return undefined;
  }
}
