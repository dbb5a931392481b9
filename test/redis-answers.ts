import { Cache, seconds } from '#cache';
import type { TestClock } from '#cache/testing';
import { until } from './harness/until.js';

/** Waits until an instance speaks with its Redis; time passes meanwhile, as what is out of reach is tried only once in a while. */
export async function redisAnswers({ nest, clock }: { nest: { get(token: typeof Cache): Cache }; clock: TestClock }) {
  await until('Redis answers', () => {
    clock.advance(seconds(1));
    return nest.get(Cache).farAnswers();
  });
}
