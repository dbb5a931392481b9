/** A name, and perhaps a value, quoted or not; what follows up to the next comma is rubbish and skipped. */
const DIRECTIVE = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([\w!#$%&'*+.^`|~-]*)))?[^,]*(?:,|$)/y;

/** The directives of a `Cache-Control` header by their name in lower case; of two of one name the first counts. What can't be read is left out. */
export function directivesIn(cacheControl: string): ReadonlyMap<string, string | undefined> {
  const directives = new Map<string, string | undefined>();
  DIRECTIVE.lastIndex = 0;
  while (DIRECTIVE.lastIndex < cacheControl.length) {
    const from = DIRECTIVE.lastIndex;
    const match = DIRECTIVE.exec(cacheControl);
    if (!match) {
      const comma = cacheControl.indexOf(',', from);
      if (comma < 0) break;
      DIRECTIVE.lastIndex = comma + 1;
      continue;
    }
    const name = match[1]?.toLowerCase() ?? '';
    if (!directives.has(name)) directives.set(name, match[2] ?? match[3]);
  }
  return directives;
}

/** RFC 9111 1.2.2: what is larger counts as this. */
const MOST_SECONDS = 2_147_483_648;

/** Milliseconds of a delta-seconds, or undefined where it is none. */
export function deltaMs(value: string | undefined): number | undefined {
  if (value === undefined || !/^\d+$/.test(value)) return undefined;
  return Math.min(Number(value), MOST_SECONDS) * 1000;
}
