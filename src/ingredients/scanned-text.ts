/** Where a scan, or a page copied without care, tore an amount apart or took a digit for a letter. */
const MEASURE = String.raw`(?:kg|g|gr|grams?|ml|cl|dl|l|lit(?:re|er)s?|oz|ounces?|lbs?|pounds?|tsp|tbsp|cups?|teaspoons?|tablespoons?)\b`;
const LETTER_FOR_ONE = new RegExp(String.raw`^[lI](?= ?${MEASURE}.* )`);
const LETTERS_FOR_NOUGHTS = new RegExp(String.raw`(?<=\d)[oO][oO\d]*(?= ?${MEASURE})`, 'g');
/** Three digits or more: "1 5 oz can" is one can. */
const DIGITS_APART = new RegExp(String.raw`(?<![\d./] ?)\d(?: \d){2,4}(?= ?${MEASURE})`, 'g');
/** Nobody takes twenty-five times nothing: "25 0 g". */
const NOUGHTS_APART = new RegExp(String.raw`(?<![\d./] ?)(\d{1,3}) (0{1,2})(?= ?${MEASURE})`, 'g');

/** The text as it stood before it was scanned, where only one reading makes sense. */
export function unscanned(text: string): string {
  return text
    .replace(LETTER_FOR_ONE, '1')
    .replace(LETTERS_FOR_NOUGHTS, (letters) => letters.replace(/o/gi, '0'))
    .replace(DIGITS_APART, (digits) => digits.replaceAll(' ', ''))
    .replace(NOUGHTS_APART, '$1$2')
    .replace(/(?<=\d)\s*\/\s*(?=\d+ (?:cup|tsp|tbsp|tea|table)s?)/gi, '/')
    .replace(/\b(t|tb) sp\b/gi, '$1sp')
    .replace(/(?<=\d ?)(tbsp|tsp|ml|kg)(?=\p{L}{3})/giu, '$1 ');
}
