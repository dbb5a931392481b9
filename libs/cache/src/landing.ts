import type { Entry } from './entry.js';
import type { Proof } from './reading.js';

/** What a load returns to have its value answered but not kept. */
export class Unstored<V> {
  constructor(readonly value: V) {}
}

export type Load<V> = () => Promise<V | Unstored<V>>;

/** How a journey ended: with an entry that is or was kept, or with a value that was not. */
export type Landing = (
  | { readonly from: 'memory' | 'redis' | 'stale' | 'load'; readonly entry: Entry; readonly stored: boolean }
  | { readonly from: 'load'; readonly value: unknown; readonly tainted: boolean; readonly proof: Proof }
) & {
  /** It was loaded in the place of something past its time. */
  readonly outdated?: boolean;
};
