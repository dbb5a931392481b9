/** The orders that what is found may come in. */
export const searchOrders = ['relevance', 'minutes', 'title'] as const;
export type SearchOrder = (typeof searchOrders)[number];
