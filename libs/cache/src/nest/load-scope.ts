import { CallChain } from '../call-chain.js';
import type { Draft } from './draft.js';

/** What a handler gets to see and to write while it makes an answer for others. */
export interface LoadScope {
  /** By the property of the request that is seen in this way: `query`, `headers`. */
  readonly views: Readonly<Record<string, unknown>>;
  readonly draft: Draft;
}

const chain = new CallChain<LoadScope>();

/** The scope of the load that this call chain belongs to. The request and the response of that load may serve somebody else by now. */
export const currentScope = (): LoadScope | undefined => chain.current;

export const inScope = <T>(scope: LoadScope, work: () => Promise<T>): Promise<T> => chain.run(scope, work);
