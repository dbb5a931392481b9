/** Before a tool; any other word may be a food: "prawn skewers" are eaten. */
const KINDS =
  'an?|some|find|use|your|large|small|medium|big|long|short|thick|thin|clean|sterili[sz]ed|heavy|deep|shallow|square|round|metal|glass|wooden|bamboo|good|sharp|candy|sugar|oven|meat|kitchen|silicone|paper|fine|well-washed|oven-safe|frying|non-stick';
const TOOLS = [
  'alumin(?:i?)um foil|tin ?foil|kitchen foil',
  'baking paper(?: .*)?|parchment(?: paper)?|wax paper|cling film|plastic wrap',
  'tooth ?picks?|skewers?|cocktail sticks?|kitchen (?:twine|string)|string',
  'cheese ?cloth|muslin|stones?|marbles|cupcake liners|thermometer|blender|slow cooker|pan|jars?|thermos',
  'sieve(?: or cheese ?cloth)?|baking dish(?:es)?|patience',
  '(?:piping|freezer|zip-?lock) bags?|(?:cup ?cake|muffin|paper) (?:cases|liners)|(?:cookie|biscuit) cutters?|cake (?:tin|board)s?',
  'rolling pin|(?:ice )?lolly (?:moulds|sticks)|kitchen (?:roll|paper)|paper towels?|pastry brush',
].join('|');
const SIZE = String.raw`\d+(?:\.\d+)?[- ]?(?:l|litres?|liters?|ml|quarts?|gallons?|cm|inch(?:es)?|in)\b\s*(?:\([^)]*\)\s*)?`;
const TOOL = new RegExp(String.raw`^(?:\d+\s+)?(?:${SIZE})?(?:(?:${KINDS})\s+){0,2}(?:${TOOLS})[^\p{L}]*$`, 'iu');

/** True for what stands over other lines and for tools: nothing to eat. A line with an amount is neither, but for tools. */
export function isHeading(text: string): boolean {
  if (text === '' || (text.endsWith(':') && !/^\d/.test(text))) return true;
  if (/^for (?:the |an? )?[^\d:,(]+$/i.test(text)) return true;
  return /^(?:#{1,6} |[=~]{2,})/.test(text) || TOOL.test(text);
}
