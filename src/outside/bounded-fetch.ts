import { OutsideError } from './outside.error.js';

type Fetch = typeof globalThis.fetch;

/** `fetch` that follows no redirect, as that would carry the key of the service elsewhere, and reads at most so many bytes. */
export function boundedFetch(maxBytes: number): Fetch {
  return async (input, init) => {
    const { body, status, statusText, headers } = await fetch(input, { ...init, redirect: 'error' });
    return new Response(body?.pipeThrough(bounded(maxBytes)) ?? null, { status, statusText, headers });
  };
}

function bounded(maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = maxBytes;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left >= 0) controller.enqueue(chunk);
      else controller.error(new OutsideError('OUTSIDE_FAILED', `An answer of more than ${maxBytes} bytes`));
    },
  });
}
