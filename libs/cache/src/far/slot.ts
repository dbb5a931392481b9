/** How many slots the keys of a Redis Cluster are spread over. */
export const SLOTS = 16_384;

const POLYNOMIAL = 0x1021;
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x8000 ? (sum << 1) ^ POLYNOMIAL : sum << 1;
  return sum;
});

/** The slot of a key: CRC16 of its UTF-8, or of what stands between its first `{` and the next `}` where that is something. */
export function slotOf(key: string): number {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open);
  const hashed = close > open + 1 ? key.slice(open + 1, close) : key;
  let sum = 0;
  for (const byte of Buffer.from(hashed)) sum = ((sum << 8) ^ (TABLE[((sum >> 8) ^ byte) & 0xff] as number)) & 0xffff;
  return sum % SLOTS;
}
