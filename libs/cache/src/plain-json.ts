/** Deeper than this nobody nests what is meant to be stored; far deeper the stack would end, and say nothing of the place. */
export const DEEPEST = 500;

/** Marks a member that JSON has no word for: `{"~":"date","v":"2026-…"}`. An object with a "~" of its own is wrapped. */
export const MARK = '~';

/**
 * True for what JSON says whole, as it stands: it is read from its text as it was. What is not, a cycle among it, is found by looking once,
 * and nothing is copied for that.
 */
export function isPlainJson(value: unknown, above = 0): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || above === DEEPEST) return false;
  return Array.isArray(value) ? isPlainList(value, above + 1) : isPlainObject(value, above + 1);
}

function isPlainList(list: readonly unknown[], above: number): boolean {
  if (!isListItself(list) || !isWhole(list)) return false;
  for (let at = 0; at < list.length; at += 1) if (!isPlainJson(list[at], above)) return false;
  return true;
}

function isPlainObject(value: object, above: number): boolean {
  const names = Object.keys(value);
  if (!isObjectItself(value) || Reflect.ownKeys(value).length !== names.length) return false;
  for (const name of names) {
    if (name === MARK || !isPlainJson((value as Record<string, unknown>)[name], above)) return false;
  }
  return true;
}

/** Without holes, and without members beside its items: those would be named behind `length`. */
export function isWhole(list: readonly unknown[]): boolean {
  const names = Reflect.ownKeys(list);
  return names.length === list.length + 1 && names.at(-1) === 'length';
}

/** No subclass: the prototype of lists, of whichever realm, is a list itself. */
export function isListItself(list: readonly unknown[]): boolean {
  return Array.isArray(Object.getPrototypeOf(list));
}

/** An object of no class; which members it has is another question. */
export function isObjectItself(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
