import { describe, it } from '@jest/globals';
import { SystemClock } from '../clock.js';
import { farTierContract } from './far-tier.contract.js';
import { SharedStore, StoreTier } from './store.tier.js';

describe('the store of tests', () => {
  const store = new SharedStore(new SystemClock());
  let lost = false;

  farTierContract(
    { describe, it },
    {
      aTier: () => {
        const tier = new StoreTier(store);
        if (lost) tier.fault = 'refuses';
        return tier;
      },
      lose: () => {
        lost = true;
        for (const tier of store.tiers) tier.fault = 'refuses';
      },
    },
  );
});
