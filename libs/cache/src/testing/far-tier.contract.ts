import { entriesKeepTheirPromises } from './contract/entries.js';
import { fencesKeepTheirPromises } from './contract/fences.js';
import { leasesKeepTheirPromises } from './contract/leases.js';
import { theTierItselfKeepsItsPromises } from './contract/tier.js';
import { walksKeepTheirPromises } from './contract/walks.js';
import type { Runner, Trial } from './contract/trial.js';

export type { Lack, Runner, Trial } from './contract/trial.js';

/**
 * Checks every promise that `FarTier` makes, in the runner's own words: `farTierContract({ describe, it }, { aTier, lose })`.
 * A tier of your own is finished when all of it is green. It takes some seconds: lifetimes are waited for. Other specs on the same store must
 * be over when it begins, as its last one loses the store.
 */
export function farTierContract(runner: Runner, trial: Trial): void {
  runner.describe('keeps the contract of far tiers:', () => {
    entriesKeepTheirPromises(runner, trial);
    fencesKeepTheirPromises(runner, trial);
    leasesKeepTheirPromises(runner, trial);
    walksKeepTheirPromises(runner, trial);
    theTierItselfKeepsItsPromises(runner, trial);
  });
}
