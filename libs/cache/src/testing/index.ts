export { TestClock } from './test.clock.js';
export { SharedStore, StoreTier } from './store.tier.js';
