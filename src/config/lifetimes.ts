import { milliseconds, seconds } from '#cache';

/**
 * What belongs to people is made together, when many of them are warmed, and would end together: by chance, it is loaded anew within about so long before
 * its end (`docs/caching.md`).
 */
export const refreshAhead = seconds(3);

/** Three reads of one request one after the other, each past its time, keep nobody for more than a third of a second while the database hangs. */
export const softLimit = milliseconds(100);
