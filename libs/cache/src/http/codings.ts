/** The content codings that answers are compressed with, the one that saves most first. */
export const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

const MEMBER = /^([\w!#$%&'*+.^`|~-]+)(?:\s*;\s*q=([01](?:\.\d{0,3})?))?$/i;
const MOST_KNOWN = 200;
const known = new Map<string, readonly Coding[]>();

/**
 * The codings that an `Accept-Encoding` would rather have than the plain bytes, the best first (RFC 9110 12.5.3). Weight 0 refuses, members that
 * can't be read are left out; without the header nothing is compressed. Clients send few different ones, so answers are kept, up to a bound.
 */
export function codingsFor(acceptEncoding: string | undefined): readonly Coding[] {
  if (acceptEncoding === undefined) return [];
  const found = known.get(acceptEncoding);
  if (found) return found;

  const codings = preferred(weightsIn(acceptEncoding));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(acceptEncoding, codings);
  return codings;
}

function preferred(weights: ReadonlyMap<string, number>): Coding[] {
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get('*') ?? 0;
  // Plain bytes that are not spoken of are acceptable, but nobody asked for them.
  const plain = weights.get('identity') ?? 0;
  return CODINGS.filter((coding) => weightOf(coding) > 0 && weightOf(coding) >= plain).toSorted(
    (one, other) => weightOf(other) - weightOf(one),
  );
}

/** Of two members of one name the first counts. `x-gzip` is an old name of `gzip`. */
function weightsIn(acceptEncoding: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const member of acceptEncoding.split(',')) {
    const [, name = '', weight = '1'] = MEMBER.exec(member.trim()) ?? [];
    const coding = name.toLowerCase().replace(/^x-gzip$/, 'gzip');
    if (coding !== '' && Number(weight) <= 1 && !weights.has(coding)) weights.set(coding, Number(weight));
  }
  return weights;
}
