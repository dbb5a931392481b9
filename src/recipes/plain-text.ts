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
const UNREADABLE = /<(script|style)\b[\s\S]{0,100000}?(?:<\/\1\s*>|$)/gi;
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
  return html
    .replace(UNREADABLE, ' ')
    .replace(/<\/?(?:p|br|li|ol|ul|div|h[1-6]|tr)\b[^<>]*>/gi, '\n')
    .replace(TAG, '');
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}\d{0,2}));/gi, (whole, number, hex, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? whole;
    const code = typeof number === 'string' ? Number(number) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  });
}
