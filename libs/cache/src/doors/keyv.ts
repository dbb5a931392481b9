/** Needs `keyv`. */
export { StockRegion } from '../edges/stock.region.js';
export { TieredStore } from '../edges/tiered.store.js';
export { KeyvTier, type KeyvTierOptions } from '../far/keyv.tier.js';
