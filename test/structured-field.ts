type Bare = string | number | boolean;

/** A member of a structured list (RFC 9651) with its parameters. */
export interface Member {
  readonly value: Bare;
  readonly parameters: Readonly<Record<string, Bare>>;
}

const ITEM = /(?:"((?:[^"\\]|\\["\\])*)"|(-?\d{1,15})|\?([01])|([A-Za-z*][\w!#$%&'*+.^`|~:/-]*))/y;
const PARAMETER = /; *([a-z*][\w.*-]*)(=?)/y;

/** Reads a list of items as RFC 9651 4.2 says; throws where the text is none. */
export function listIn(text: string): Member[] {
  let at = 0;
  const take = (what: RegExp): RegExpExecArray | undefined => {
    what.lastIndex = at;
    const match = what.exec(text) ?? undefined;
    if (match) at = what.lastIndex;
    return match;
  };
  const bare = (): Bare => {
    const match = take(ITEM);
    if (!match) throw new SyntaxError(`no item at ${at} of ${text}`);
    const [, quoted, digits, boolean, token] = match;
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1');
    if (digits !== undefined) return Number(digits);
    return token ?? boolean === '1';
  };
  const member = (): Member => {
    const value = bare();
    const parameters: Record<string, Bare> = {};
    for (let found = take(PARAMETER); found; found = take(PARAMETER)) {
      parameters[found[1] ?? ''] = found[2] === '=' ? bare() : true;
    }
    return { value, parameters };
  };
  const members = [member()];
  while (take(/[ \t]*,[ \t]*/y)) members.push(member());
  if (at !== text.length) throw new SyntaxError(`more at ${at} of ${text}`);
  return members;
}
