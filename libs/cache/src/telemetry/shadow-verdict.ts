/**
 * What came of comparing a hit with its source. `unsettled`: the two differ, but something was announced or took the place of what
 * was served meanwhile, or nobody can say. `failed`: the source did not answer.
 */
export type ShadowVerdict = 'equal' | 'different' | 'unsettled' | 'failed';
