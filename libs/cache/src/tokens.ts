/** Behind it stands which time a token was marked as past its time; before it, the token itself. */
const MARK = '~';

type Tokens = readonly (string | undefined)[];

/** None is missing. */
export function isComplete(tokens: Tokens): tokens is readonly string[] {
  return tokens.every((token) => token !== undefined);
}

/**
 * What the far tier's tokens say of an entry that was made under others: `current`; `expired` where one was marked as past its
 * time since; `changed` where one is another, or missing.
 */
export function verdictOf(madeUnder: Tokens | undefined, now: Tokens): 'current' | 'expired' | 'changed' {
  if (madeUnder?.length !== now.length) return 'changed';
  if (now.every((token, index) => token !== undefined && token === madeUnder[index])) return 'current';
  return now.every((token, index) => token !== undefined && bare(token) === bare(madeUnder[index]))
    ? 'expired'
    : 'changed';
}

/** The same token, marked once more. */
export function markedAs(token: string, mark: string): string {
  return `${bare(token)}${MARK}${mark}`;
}

function bare(token: string | undefined): string | undefined {
  return token?.split(MARK, 1)[0];
}
