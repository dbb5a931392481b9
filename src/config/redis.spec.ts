import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';
import { redisInWords, redisPlace } from './redis.js';

const SENTINELS = 'redis://:s3cret@one:26379,redis://two:26379,redis://three:26379';
const CLUSTER = 'rediss://cook:s3cret@one:6379,rediss://two:6379';

describe('Redis in the settings', () => {
  it.each([
    [{}, undefined, undefined],
    [{ REDIS_URL: 'redis://:s3cret@one:6379/2' }, { url: 'redis://:s3cret@one:6379/2' }, 'Redis at one:6379'],
    [
      { REDIS_SENTINELS: SENTINELS, REDIS_SENTINEL_NAME: 'pantry', REDIS_URL: 'redis://:s3cret@any/2' },
      { sentinel: { name: 'pantry', nodes: SENTINELS.split(','), master: 'redis://:s3cret@any/2' } },
      'the Redis pantry of the Sentinels at one:26379, two:26379, three:26379',
    ],
    [{ REDIS_CLUSTER: CLUSTER }, { cluster: { nodes: CLUSTER.split(',') } }, 'a Redis cluster at one:6379, two:6379'],
  ])('is found from %j, and told without its secrets', (settings, place, words) => {
    const config = Config.from(settings);
    expect(redisPlace(config)).toEqual(place);
    expect(redisInWords(config)).toBe(words);
  });

  it.each([
    [{ REDIS_SENTINELS: SENTINELS }, 'REDIS_SENTINELS, REDIS_SENTINEL_NAME: set both or neither'],
    [{ REDIS_SENTINEL_NAME: 'pantry' }, 'REDIS_SENTINELS, REDIS_SENTINEL_NAME: set both or neither'],
    [{ REDIS_CLUSTER: CLUSTER, REDIS_URL: 'redis://one' }, 'REDIS_CLUSTER: set it alone'],
    [{ REDIS_CLUSTER: 'one:6379' }, 'REDIS_CLUSTER: must be redis:// or rediss:// addresses'],
    [{ REDIS_SENTINELS: 'redis://one, redis://two', REDIS_SENTINEL_NAME: 'pantry' }, 'REDIS_SENTINELS: must be'],
  ])('is refused as %j', (settings, fault) => {
    expect(() => Config.from(settings)).toThrow(fault);
  });
});
