import { ReadyReplies } from '../http/ready-replies.js';
import type { Grounds } from './grounds.js';
import { LongWay } from './long-way.js';
import { Seen } from './seen.js';
import { HitsAtOnce } from './short-way/hits-at-once.js';
import { Teller } from './tellings.js';
import type { Feature } from './visit.js';

/** How the requests of one feature come to their answers. */
export interface Ways {
  readonly short: HitsAtOnce;
  readonly long: LongWay;
  readonly teller: Teller;
}

export function waysOf(given: Omit<Grounds, 'ready' | 'seen'>, feature: Feature): Ways {
  const grounds: Grounds = { ...given, ready: new ReadyReplies(given.options.name), seen: new Seen() };
  const teller = new Teller(grounds.adapter);
  return {
    short: new HitsAtOnce(grounds, feature),
    long: new LongWay(grounds, feature, teller),
    teller,
  };
}
