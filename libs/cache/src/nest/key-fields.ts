import type { AnyRegion } from '../region.js';

/** The fields of a query that tell a region's keys apart. `undefined`: its key can't be worked out without a real query. */
export function keyFieldsOf({ options }: AnyRegion): ReadonlySet<string> | undefined {
  const read = new Set<string>();
  const query = new Proxy(
    {},
    {
      get(_, field) {
        if (typeof field === 'string') read.add(field);
        return anything;
      },
      has: () => true,
    },
  );
  try {
    options.identity?.(query);
    options.key(query);
    return read;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Stands for whatever a field may hold: any member may be read of it, and it may be called, listed, or turned into text or a number. */
const anything: object = new Proxy(() => anything, {
  get(_, member) {
    if (member === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 0 : '');
    if (member === Symbol.iterator) return () => [][Symbol.iterator]();
    return anything;
  },
  apply: () => anything,
  construct: () => anything,
});
