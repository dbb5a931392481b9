import type { Attempts } from './attempts.js';
import { withinDeadline } from './deadline.js';
import type { FarPage } from './far.tier.js';

/** Who erases or lists can wait. */
const PAGE_MS = 2000;

/** How far a walk came. */
export type Walked = 'whole' | 'enough' | 'broken' | 'impossible';

/** As `GuardedTier.walk`, over these pages. */
export async function walked(
  pages: AsyncIterator<FarPage>,
  visit: (page: FarPage) => Promise<'enough' | void>,
  attempts: Attempts,
): Promise<Walked> {
  try {
    for (;;) {
      const next = await withinDeadline(PAGE_MS, 'walk', pages.next());
      if (next.done) return 'whole';
      if ((await visit(next.value)) === 'enough') return 'enough';
    }
  } catch (error) {
    attempts.count(error);
    return 'broken';
  } finally {
    // Not awaited: a page that hangs would hold this up as well.
    void ended(pages, attempts);
  }
}

/** Nobody waits for it, so that nobody could be told of its failure. */
async function ended(pages: AsyncIterator<FarPage>, attempts: Attempts): Promise<void> {
  try {
    await pages.return?.();
  } catch (error) {
    attempts.count(error);
  }
}
