import pluralize from 'pluralize';

/** Words that several spellings share: British and American, and slips that are seen again and again. */
const ONE_SPELLING: Readonly<Record<string, string>> = {
  canned: 'tinned',
  yoghurt: 'yogurt',
  yoghourt: 'yogurt',
  chili: 'chilli',
  chile: 'chilli',
  chilly: 'chilli',
  chily: 'chilli',
  whiskey: 'whisky',
  castor: 'caster',
  catsup: 'ketchup',
  doughnut: 'donut',
  flavour: 'flavor',
  flavoured: 'flavored',
  tumeric: 'turmeric',
  cardamon: 'cardamom',
  mozarella: 'mozzarella',
  parmesean: 'parmesan',
  parmasan: 'parmesan',
  brocolli: 'broccoli',
  brocoli: 'broccoli',
  yolks: 'yolk',
  filet: 'fillet',
  grey: 'gray',
  omelet: 'omelette',
  savory: 'savoury',
  raddish: 'radish',
  sulfured: 'sulphured',
  skim: 'skimmed',
  halfs: 'half',
  bullion: 'bouillon',
  caned: 'tinned',
  cinnamom: 'cinnamon',
  creme: 'cream',
  ckicken: 'chicken',
  bayleaf: 'bay leaf',
  porkchop: 'pork chop',
  glutenfree: 'gluten_free',
};

/** Words that only look like plurals. */
const NO_PLURAL = new Set([
  'molasses',
  'couscous',
  'hummus',
  'asparagus',
  'swiss',
  'schnapps',
  'brussels',
  'less',
  'haas',
]);

/** The plural by itself is always the vegetable, the singular the spice. */
const LONE_PEPPERS = /^((?:(?:large|small|medium|mixed|sweet|ripe|chopped|sliced|diced|roasted)\s+)*)peppers$/;

const BETWEEN_WORDS = /[^\p{L}\p{N}%_]+/u;

const words = new Map<string, string>();

/**
 * The words of a food's name in the form that names are compared by: lower case, no accents, no punctuation, singular, one
 * spelling. "-free" stays on its word, so that "gluten-free" is one word and "free range" two.
 */
export function foodWords(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      // Without its accent it would be "pure".
      .replace(/pure\u0301(?!e)/giu, 'puree')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/œ/g, 'oe')
      .replace(/ß/g, 'ss')
      .replace(/ø/g, 'o')
      .replace(/['’`´]s\b/g, 's')
      .replace(/['’`´]/g, '')
      .replace(/&/g, ' and ')
      .replace(/\bnon[- ]?dairy\b/g, 'dairy free')
      .replace(/\b([a-z]+)[- ]free\b(?![- ]range)/g, '$1_free')
      .replace(/\b(low|full|reduced|half|non|high|medium|\d+%)[- ]?fat\b/g, '$1_fat')
      .replace(/\b(?:low|lower|reduced|less)[- ]salt\b/g, 'low_sodium')
      .replace(/\b(bone|skin)[- ](in|on)\b/g, '$1_$2')
      .replace(LONE_PEPPERS, '$1bell pepper')
      .split(BETWEEN_WORDS)
      .filter((word) => word !== '')
      .flatMap((word) => oneWord(word).split(' '))
  );
}

/** Tells of a text whether it has all words of a name, in whatever order and form. */
export function hasWordsOf(name: string): (text: string) => boolean {
  const wanted = foodWords(name);
  return (text) => {
    const found = foodWords(text);
    return wanted.every((word) => found.includes(word));
  };
}

/** The words of a text as they are written, but for case and accents: not in the form of `foodWords`. */
export function writtenWords(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(BETWEEN_WORDS);
}

function oneWord(word: string): string {
  const known = words.get(word);
  if (known !== undefined) return known;
  const respelled = spelled(word);
  const made = respelled === word && !NO_PLURAL.has(word) ? spelled(pluralize.singular(word)) : respelled;
  if (words.size < 50_000) words.set(word, made);
  return made;
}

function spelled(word: string): string {
  return Object.hasOwn(ONE_SPELLING, word) ? (ONE_SPELLING[word] ?? word) : word;
}
