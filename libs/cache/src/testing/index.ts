export { farTierContract, type Lack, type Runner, type Trial } from './far-tier.contract.js';
export { TestClock } from './test.clock.js';
export { SharedStore, StoreTier } from './store.tier.js';
