import { CacheError } from '../cache.error.js';
import type { RedisClient } from './redis.connection.js';
import { textIn } from './redis.reports.js';

/** Hexadecimal digits of a server's random ids that are told apart by. */
const ID = 12;

/** What tells one server from another, said in one moment. */
export async function aboutOf(client: RedisClient): Promise<string> {
  const said: unknown = await client.sendCommand(['INFO', 'server', 'replication']);
  return typeof said === 'string' ? said : '';
}

/** Who says this of itself; undefined where it must be a master and is none. Throws `FAR_UNAVAILABLE` where it does not say who it is. */
export function idIn(about: string, { mustBeMaster }: { readonly mustBeMaster: boolean }): string | undefined {
  if (mustBeMaster && textIn(about, 'role') !== 'master') return undefined;
  const [run, replid] = [textIn(about, 'run_id'), textIn(about, 'master_replid')];
  if (run === '' || replid === '') throw new CacheError('FAR_UNAVAILABLE', 'Redis did not say who it is');
  return `${run.slice(0, ID)}.${replid.slice(0, ID)}`;
}
