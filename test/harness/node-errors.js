import { types } from 'node:util';

/**
 * Specs run in a realm of their own, Node's core modules do not: what those throw is no `Error` of the specs, and code that asks
 * `error instanceof Error` would take another way here than in the program. This makes it ask for any realm's.
 */
const instanceOfClass = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value(thing) {
    return this === Error
      ? types.isNativeError(thing) || instanceOfClass.call(this, thing)
      : instanceOfClass.call(this, thing);
  },
});
