import { OutsideError } from './outside.error.js';
import { restMsOf } from './retry-after.js';

interface Asked {
  readonly name: string;
  /** When it answered. */
  readonly now: number;
  /** For how long it is left alone after a 429 that does not say; by default it is not. */
  readonly restMs?: number;
}

/** What an answer says. One that is a refusal is an `OutsideError` and its body is left unread; a 429 tells for how long the service rests. */
export async function jsonOf(response: Response, { name, now, restMs }: Asked): Promise<unknown> {
  if (response.ok) return response.json();

  await response.body?.cancel();
  const { status, headers } = response;
  const rest = status === 429 ? (restMsOf(headers.get('retry-after'), now) ?? restMs) : undefined;
  throw new OutsideError('OUTSIDE_FAILED', `${name} failed: status ${status}`, { restMs: rest });
}
