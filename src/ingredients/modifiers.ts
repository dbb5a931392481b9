import type { IngredientCategory, IngredientFacts } from './ingredient.js';
import { foodWords } from './food-words.js';

/** Words about size, state, cut or quality: the food is the same without them. In the form of `foodWords`. */
const MODIFIERS = setOf(`
  a an the of some any more extra additional plus about approximately approx roughly around
  small medium large big huge tiny little jumbo mini baby heaping heaped level scant generous good nice decent size sized thumb inch cm
  fresh freshly new old ripe overripe firm soft softened hard tender crisp crunchy dry wet raw cooked uncooked precooked leftover
  frozen thawed defrosted chilled cold warm hot lukewarm room temperature boiling boiled melted
  chopped diced minced sliced grated shredded crushed mashed pureed cubed halved quartered cut torn ground cracked flaked crumbled
  julienned peeled unpeeled pitted stoned seeded deseeded cored trimmed washed rinsed drained cleaned picked pressed squeezed sifted
  beaten whisked lightly finely coarsely thinly thickly roughly very well fine coarse thin thick thinned packed loosely bitesize
  toasted roasted grilled fried blanched steamed poached separated divided reserved optional preferred preferably
  boneless skinless bone_in skin_on boned lean trimmed fatty wild farmed caught free range cage organic bio natural pure quality best good
  virgin unsalted salted sweet unsweetened plain unflavored regular normal standard ordinary everyday classic traditional authentic
  low reduced full half no added low_sodium sodium sugar_free fat_free preservative lactose_free unbleached bleached enriched unwaxed waxed
  whole piece chunk cube slice strip wedge floret leaf sprig stalk stem clove head bunch fillet bulb knob segment
  half quarter round matchstick rasher portion serving steak block can tin tinned jar jarred pack packet bag box bottle
  homemade store bought shop favorite favourite your own choice other assorted mixed various different single double each per
  stale day spicy untreated liquid stewed loaf enough serving blonde hearty giant live high quality hot firmly overfilled whipped warmed lukewarm concentrated shaved smashed prepared grinded grounded
  med bulk style branch strand pod shoot pearl glove torn heated unseasoned uncoocked ample amount hint cup kind type
  local seasonal fire slightly easy quick simple basic perfect rich ready made finishing
  such as needed taste desired like garnish serve serving frying brushing greasing dusting sprinkling finishing drizzling topping
  and or if for to with from in on at into pan bowl e g eg ie tbsp tsp cup ml gram kg oz lb pound pinch handful dash splash
  medium_free young mature aged strong mild light lite long short flat curly green red yellow white black brown purple golden dark pale
`);

/** Where a food is from, or the cooking it is from: the same food, but for mixtures. */
const ORIGINS = setOf(`
  norwegian egyptian persian swedish danish portuguese moroccan scottish irish welsh brazilian cuban thai vietnamese russian polish hungarian
  italian french greek spanish english american asian chinese japanese korean mexican indian turkish german dutch swiss
`);

/** Words that put something else on or into the food: without them it would be another dish with other allergens. */
const HIDING = setOf(`
  breaded battered crumbed stuffed filled coated crusted glazed candied crystallised crystallized caramelised caramelized chocolate
  flavored marinated seasoned buttered infused imitation mock faux fake substitute replacement alternative analog analogue alike
  powdered powder instant pickled smoked sweetened fermented mix
  potted creamed creamy buttery cheesy curried devilled deviled dressed malted scalloped loaded gratin tempura teriyaki satay katsu
  milanese parmigiana kiev kyiv cordon bleu scampi rarebit thermidor stroganoff alfredo carbonara florentine masala korma tikka
`);

/** Claims about the food, and what a food must be for the claim to be true of it. */
const CLAIMS: Readonly<Record<string, (facts: IngredientFacts) => boolean>> = {
  vegan: ({ breaks }) => !breaks.includes('vegan'),
  vegetarian: ({ breaks }) => !breaks.includes('vegetarian'),
  veggie: ({ breaks }) => !breaks.includes('vegetarian'),
  eggless: ({ contains }) => !contains.includes('eggs'),
  meatless: ({ breaks }) => !breaks.includes('vegetarian'),
  plant: ({ breaks }) => !breaks.includes('vegan'),
  based: () => true,
  gluten_free: ({ contains }) => !contains.includes('gluten'),
  wheat_free: ({ contains }) => !contains.includes('gluten'),
  dairy_free: ({ contains }) => !contains.includes('milk'),
  milk_free: ({ contains }) => !contains.includes('milk'),
  egg_free: ({ contains }) => !contains.includes('eggs'),
  nut_free: ({ contains }) => !contains.includes('nuts') && !contains.includes('peanuts'),
  soy_free: ({ contains }) => !contains.includes('soybeans'),
  alcohol_free: ({ breaks }) => !breaks.includes('halal-friendly'),
};

/** Drying changes what fruit is sold with (sulphites); these foods are the same dried. */
const SAME_WHEN_DRIED: ReadonlySet<IngredientCategory> = new Set(['herbs', 'spices', 'legumes', 'pasta', 'grains']);

/** True for a word that may stand beside a food's name without making it another food. */
export function isModifier(word: string): boolean {
  return MODIFIERS.has(word) || isOrigin(word) || isClaim(word) || word === 'dried' || /^\d+%?$|_fat$/.test(word);
}

/** True for a word that says where a food is from. */
export function isOrigin(word: string): boolean {
  return ORIGINS.has(word);
}

/** True for a word that claims something of the food: "vegan", "gluten-free". */
export function isClaim(word: string): boolean {
  return Object.hasOwn(CLAIMS, word);
}

/** True for a word that makes another dish of the food it stands beside. */
export function isHiding(word: string): boolean {
  return HIDING.has(word);
}

/** True when everything that `words` claim holds for the food: "vegan" before butter does not. */
export function claimsHold(facts: IngredientFacts, words: readonly string[]): boolean {
  return words.every((word) => {
    // White chocolate has milk for certain, chocolate only may.
    if (word === 'white') return facts.slug !== 'chocolate' && facts.parent !== 'chocolate';
    if (word === 'dried') return SAME_WHEN_DRIED.has(facts.category);
    return !isClaim(word) || CLAIMS[word]?.(facts) === true;
  });
}

function setOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .trim()
      .split(/\s+/)
      .flatMap((word) => (word.includes('_') ? [word] : foodWords(word))),
  );
}
