/** Needs `keyv`. */
export { StockRegion, TieredStore } from '../edges/tiered.store.js';
