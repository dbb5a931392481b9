const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  deg: '°',
  eacute: 'é',
  egrave: 'è',
  ntilde: 'ñ',
  ccedil: 'ç',
  ouml: 'ö',
  uuml: 'ü',
  auml: 'ä',
  szlig: 'ß',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  ndash: '–',
  mdash: '—',
  times: '×',
  hellip: '…',
};
const HIDDEN = /<(script|style)\b/gi;
const TAG = /<[a-z!/?][^<>]*(?:>|$)/gi;

/** One line of writing: no tags, entities, control characters or broken letters, white space made single. */
export function plainLine(html: string): string {
  return plainBlocks(html).join(' ');
}

/** The paragraphs of a text, each one line: what tags, line breaks and list marks set apart. */
export function plainBlocks(html: string): string[] {
  return withoutTags(decoded(withoutTags(html)))
    .split('\n')
    .map((line) =>
      line
        .replace(/[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

/** What was hidden behind entities is markup as well: it is taken out before and after they are decoded. */
function withoutTags(html: string): string {
  return withoutHidden(html)
    .replace(/<\/?(?:p|br|li|ol|ul|div|h[1-6]|tr)\b[^<>]*>/gi, '\n')
    .replace(TAG, '');
}

/** Scripts and styles with all that is in them. Each sign is looked at once or twice: no text makes this slow. */
function withoutHidden(html: string): string {
  const kept: string[] = [];
  let at = 0;
  for (const { index, 1: name = '' } of html.matchAll(HIDDEN)) {
    if (index < at) continue;
    kept.push(html.slice(at, index));
    const end = indexOfTag(html, `</${name}`, index);
    const close = end < 0 ? -1 : html.indexOf('>', end);
    at = close < 0 ? html.length : close + 1;
  }
  return [...kept, html.slice(at)].join(' ');
}

function indexOfTag(html: string, tag: string, from: number): number {
  const closing = new RegExp(tag, 'gi');
  closing.lastIndex = from;
  return closing.exec(html)?.index ?? -1;
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}\d{0,2}));/gi, (whole, number, hex, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? whole;
    const code = typeof number === 'string' ? Number(number) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  });
}
