/** Needs `keyv`. */
export { StockRegion, TieredStore } from '../edges/tiered.store.js';
export { KeyvTier, type KeyvTierOptions } from '../far/keyv.tier.js';
