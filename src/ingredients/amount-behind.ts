import { AMOUNT, ANY_UNIT, ignoringCase, MEASURE } from './amount-patterns.js';

/** "juice of 1 unwaxed lemon", "wine: 350 ml", "flour (300 g)", "chilies, 1/3 cup", "passata 300 g", "lemons x2". */
const BEHIND = [
  String.raw`^((?:(?:finely|coarsely|freshly) )?(?:grated |squeezed |pared )?(?:juice|zest|rind|peel)(?: (?:and|&) (?:juice|zest|rind|peel))? (?:of|from)) (${AMOUNT})()( (?!(?:${MEASURE})\b).*)$`,
  String.raw`^([^:]+): ?(${AMOUNT}) ?(${ANY_UNIT})?(?:\b\.?|$)(?: ?[|/] ?${AMOUNT} ?(?:${ANY_UNIT})?\b\.?)?(.*)$`,
  String.raw`^([^(]+?(?: \([^()\d]*\))?) ?\(~?(${AMOUNT})(?: (?:large|medium|small|big)(?:[- ]sized?)?)? ?(${ANY_UNIT})?\b\.?(?: ?[-/|=,][^)]*)?\)(.*)$`,
  String.raw`^(.+?)(?:,| -) ?~?(${AMOUNT}) ?(${ANY_UNIT})?$`,
  String.raw`^(.+?) (${AMOUNT}) ?(${MEASURE})\.?$`,
  String.raw`^(.+?) [x×] ?(\d+)()$`,
].map(ignoringCase);

/** How strong something is, and names that begin with a number: "70% chocolate", "00 flour", "5 spice powder", "7up". */
const NAMED_BY_NUMBER = /^(?:\d+(?:\.\d+)? ?%|00\b(?![./])|[57][- ]spice\b|7 ?-?up\b)/i;

export function isNamedByNumber(text: string): boolean {
  return NAMED_BY_NUMBER.test(text);
}

/** Whether a line says first how much it takes. */
export function beginsWithAmount(text: string): boolean {
  return /^\d/.test(text) && !isNamedByNumber(text);
}

/** A line whose amount stands behind its name, with the amount in front. */
export function amountFirst(text: string): string {
  if (beginsWithAmount(text) || !/\d/.test(text)) return text;
  for (const shape of BEHIND) {
    const [, name, count, unit = '', rest = ''] = shape.exec(text) ?? [];
    if (name !== undefined && count !== undefined) return `${count} ${unit} ${name.trim()}${rest}`.replace(/\s+/g, ' ');
  }
  return text;
}
