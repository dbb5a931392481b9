import { foodWords } from './food-words.js';

/** Who makes food of many kinds, and sells it under its common name: "Kikkoman panko" is panko. */
const MAKERS = `
  365, aldi, allinson, ambrosia, amoy, anchor, ancient harvest, arla, aroy-d, arrowhead mills, asda, aunt jemima, badia,
  baker's, barilla, ben's original, bertolli, betty crocker, billington's, biona, birds eye, blue diamond, blue dragon, bob's red mill,
  bonne maman, boursin, bumble bee, butterball, cadbury, callebaut, campbell's, carnation, cathedral city, cento, chaokoh, chobani,
  cholula, cirio, clover, colman's, contadina, costco, crosse and blackwell, daisy, danone, de cecco, del monte, diamond crystal,
  dolmio, domino, dove's farm, doves farm, dr oetker, dr. oetker, duncan hines, eagle brand, fage total, fage, filippo berio,
  fleischmann's, french's, garofalo, ghirardelli, gold medal, good and gather, goya, great value, green and black's, guittard,
  hartley's, heinz, hellmann's, hershey's, homepride, hormel, hunt's, galbani, huy fong, jimmy dean, john west, johnsonville, jus-rol,
  keebler, kellogg's, kerrygold, kikkoman, king arthur, kirkland, knorr, kraft, kuhne, la costena, la preferida, land o lakes,
  land o'lakes, lao gan ma, lavazza, lee kum kee, libby's, lidl, lindt, lurpak, loyd grossman, lyle's, m and s, mae ploy, maesri, maggi,
  maille, maldon, marigold, market pantry, marks and spencer, mazola, mccormick, mcdougalls, mcvitie's, merchant gourmet, meridian,
  morrisons, morton, mrs dash, muir glen, mutti, nabisco, napolina, nestle, mccain, masterfoods, leggo's, newman's own, nielsen-massey, ocado, oxo, ocean spray,
  old el paso, oscar mayer, philadelphia, patak's, pepperidge farm, perdue, pillsbury, pip and nut, planters, prego, president, primal kitchen,
  princes, progresso, quaker, rao's, ro-tel, rodda's, rotel, rummo, s and b, sacla, sarson's, saxa, saf, sainsbury's, saitaku, san remo, schwartz,
  sharwood's, silver spoon, skippy, smucker's, spice islands, starkist, stonyfield, stork, sun-maid, swanson, tate and lyle, tesco,
  thai kitchen, tilda, trader joe's, tropicana, tyson, uncle ben's, waitrose, wesson, whole earth, whole foods, yeo valley, young's
`;

/** Whose whole range is such: what is named after them is no common milk or sausage. */
const CLAIMING: Readonly<Record<string, string>> = {
  vegan: `
    alpro, beyond meat, califia farms, califia, daiya, earth balance, field roast, follow your heart, gardein, impossible foods, koko,
    minor figures, miyoko's, moving mountains, naturli, oatly, provamel, ripple, sheese, so delicious, sproud, the vegetarian butcher,
    tofurky, violife, vivera
  `,
  vegetarian: 'cauldron foods, linda mccartney, linda mccartney’s, morningstar farms',
};

interface Maker {
  readonly words: readonly string[];
  readonly claims: readonly string[];
}

/** By the first word, the longest names first. */
const byFirstWord = new Map<string, Maker[]>();
learn(MAKERS, []);
for (const [claim, names] of Object.entries(CLAIMING)) learn(names, [claim]);

/** The words of a name without who made it. Where all that maker's food is vegan, or vegetarian, that is said instead. */
export function withoutMakers(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length;) {
    const maker = makerAt(words, at);
    kept.push(...(maker?.claims ?? [words[at] ?? '']));
    at += maker?.words.length ?? 1;
  }
  return kept;
}

function makerAt(words: readonly string[], at: number): Maker | undefined {
  return byFirstWord
    .get(words[at] ?? '')
    ?.find((maker) => maker.words.every((word, behind) => word === words[at + behind]));
}

function learn(names: string, claims: readonly string[]): void {
  for (const words of names.split(',').map(foodWords)) {
    const [first = ''] = words;
    const makers = [...(byFirstWord.get(first) ?? []), { words, claims }];
    byFirstWord.set(
      first,
      makers.toSorted((one, other) => other.words.length - one.words.length),
    );
  }
}
