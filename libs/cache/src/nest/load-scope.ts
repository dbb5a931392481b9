import { AsyncLocalStorage } from 'node:async_hooks';
import type { Draft } from './draft.js';

/** What a handler gets to see and to write while it makes an answer for others. */
export interface LoadScope {
  /** By the property of the request that is seen in this way: `query`, `headers`. */
  readonly views: Readonly<Record<string, unknown>>;
  readonly draft: Draft;
}

const storage = new AsyncLocalStorage<LoadScope>();
let underWay = 0;

/** The scope of the load that this call chain belongs to. The request and the response of that load may serve somebody else by now. */
export const currentScope = (): LoadScope | undefined => (underWay === 0 ? undefined : storage.getStore());

/** Call chains are followed while there are loads: at other times that would only make every promise dearer. */
export async function inScope<T>(scope: LoadScope, work: () => Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await storage.run(scope, work);
  } finally {
    underWay -= 1;
    if (underWay === 0) storage.disable();
  }
}
