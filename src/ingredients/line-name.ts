import { beginsWithAmount } from './amount-behind.js';
import { foodWords } from './food-words.js';
import { unitFrom } from './line-unit.js';
import { isModifier } from './modifiers.js';

/** Where the name ends and remarks on it begin. */
const TAIL = new RegExp(
  String.raw`\s+(?:\+|(?:${[
    'to (?:taste|serve|garnish|finish|coat|cover|fry|grease|top|sprinkle|drizzle|dust|decorate|season)',
    'q\\.? ?b\\.?',
    'as (?:needed|required|desired|much|many|garnish)',
    'for(?! .*\\bor\\b)',
    'plus (?:extra|more|some)',
    'at (?:room )?temp(?:erature)?|(?:cut|chopped|sliced|diced|torn|broken|split|mixed) (?:in|into|to|with)|by weight|per (?:person|serving)|until|instead of|not|on top|any',
    'of (?:your|my|any) .*|of choice',
    'that|which|who|weighing|as you|you (?:want|like|have|prefer|choose|fancy)',
  ].join('|')})(?!\p{L})).*$`,
  'iu',
);

/** A brand or a kind in quotation marks behind the food: 'peeled tomatoes "sugo"'. In front they are the name: '"00" flour'. */
const QUOTED_TAIL = /(?<=\S)\s+["“”„]([^"“”„]+)["“”]\s*$/u;

/** "sour-tasting beer" is beer. */
const TASTE = /\b\p{L}+-(?:tasting|smelling|looking)\b/giu;

const PART_OF =
  /^(?:(?:(?:finely|coarsely|freshly) )?(?:grated|squeezed|pared) )?(juice|zest|rind|peel)s?( (?:and|&) (?:juice|zest|rind|peel))? (?:of|from) (?:(?:\d+(?:\/\d+)?|half|an?|one|two|the) )?(?:an? )?(.+)$/i;

/** The name of a line without its amount, what is remarked about it, and what would do instead. */
export function nameOf(words: string): { name: string; notes: string[]; alternatives: string[] } {
  const notes: string[] = [];
  let text = words;
  for (let inner = /\(([^()]*)\)?/.exec(text); inner; inner = /\(([^()]*)\)?/.exec(text)) {
    notes.push((inner[1] ?? '').trim());
    text = text.replace(inner[0], ' ');
  }
  text = text.replace(TASTE, ' ');
  const quoted = QUOTED_TAIL.exec(text);
  if (quoted) {
    notes.push((quoted[1] ?? '').trim());
    text = text.slice(0, quoted.index);
  }
  text = text.replace(/[()]/g, ' ').replace(/\s+/g, ' ').trim();
  const { head, tail } = beforeComma(/[^\s\p{P}]/u.test(text) ? text : (notes.shift() ?? ''));
  if (tail !== '') notes.push(tail);
  const cut = TAIL.exec(head);
  if (cut && cut.index > 0) notes.push(cut[0].trim());

  const [name = '', ...others] = choices(cut && cut.index > 0 ? head.slice(0, cut.index) : head);
  const offered = notes.flatMap(offeredIn);
  return {
    name: juiceFirst(name),
    notes,
    alternatives: [...others, ...offered].map(juiceFirst).filter((one) => one !== ''),
  };
}

/** Cuts at the first comma, dash or full stop that has a food before it: "boneless, skinless chicken" goes on. */
function beforeComma(text: string): { head: string; tail: string } {
  for (const found of text.matchAll(/[,;]|\s-+\s|\.\s/g)) {
    const head = text.slice(0, found.index).trim();
    if (head !== '' && !foodWords(head).every(isModifier)) {
      return { head, tail: text.slice(found.index + found[0].length).trim() };
    }
  }
  return { head: text, tail: '' };
}

function choices(text: string): string[] {
  return text
    .split(/\s+(?:and\/or|or)\s+|(?<=\p{L})\s*\/\s*(?=\p{L})/iu)
    .map((choice) => choice.trim().replace(/^(?:of|the|either|alternatively|an?)\s+/i, ''))
    .map((choice) => withoutAmount(choice))
    .filter((choice) => choice !== '');
}

/** "or 2 egg yolks": how much of the other choice is not kept. */
function withoutAmount(choice: string): string {
  if (!beginsWithAmount(choice)) return choice;
  const words = choice.replace(/^[\d./-]+(?![\d./-]*%)\s*/, '');
  return words === choice ? choice : unitFrom(words).words;
}

/** What a note offers instead: "or any oil", "can be replaced by butter", "tofu or tempeh". */
function offeredIn(note: string): string[] {
  const [, offer] =
    /^(?:or|alternatively|can be (?:replaced|substituted) (?:by|with)|substitute(?: with)?)\s+(.*)$/i.exec(note) ?? [];
  return offer === undefined ? [] : choices(offer.replace(/[,;].*$/, ''));
}

/** "juice of 1 lemon" as it is sold: "lemon juice". Both of its parts are the fruit. */
function juiceFirst(name: string): string {
  const [, part, other, food] = PART_OF.exec(name) ?? [];
  if (part === undefined || food === undefined) return name;
  return other === undefined ? `${food} ${part.toLowerCase()}` : food;
}
