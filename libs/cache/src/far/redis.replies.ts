import { ErrorReply, MultiErrorReply } from '@redis/client';
import type { FarVerdict } from './far.tier.js';

/** By the first word of what Redis, Valkey, Sentinel or a cluster answers instead of a reply. */
const VERDICTS: Readonly<Record<string, FarVerdict>> = {
  READONLY: 'readonly',
  LOADING: 'waits',
  MASTERDOWN: 'waits',
  CLUSTERDOWN: 'waits',
  TRYAGAIN: 'waits',
  OOM: 'full',
  // Its disk or its replicas are missing: nothing is taken in, and nothing taken away either.
  MISCONF: 'full',
  NOREPLICAS: 'full',
  NOAUTH: 'denied',
  NOPERM: 'denied',
  WRONGPASS: 'denied',
  // A script keeps it from everything else.
  BUSY: 'silent',
};

const NO_ROOM = /^ERR max number of clients/;

/** What an error of the client says about the server. All that is no answer is silence. */
export function verdictOfReply(error: unknown): FarVerdict {
  if (!(error instanceof ErrorReply) || NO_ROOM.test(error.message)) return 'silent';
  const [first = error] = error instanceof MultiErrorReply ? error.errors() : [];
  return VERDICTS[first.message.split(' ', 1)[0] as string] ?? 'refused';
}
