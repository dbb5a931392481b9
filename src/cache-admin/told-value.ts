import { CacheError, jsonCodec, type Answer } from '#cache';

/** A value of the cache as JSON can tell it; null where it has none. */
export function toldOf(value: unknown): unknown {
  if (value === undefined) return null;
  return isAnswer(value) ? { ...value, body: bodyOf(value) } : plain(value);
}

function plain(value: unknown): unknown {
  try {
    return JSON.parse(jsonCodec.pack(value, 'entry').json);
  } catch (error) {
    // What never leaves this process may be anything.
    if (error instanceof CacheError) return { refused: error.message };
    throw error;
  }
}

function bodyOf({ body, contentType }: Answer): unknown {
  const isJson = /\bjson\b/.test(contentType);
  if (isJson) return JSON.parse(body.toString());
  return contentType.startsWith('text/') ? body.toString() : { base64: body.toString('base64') };
}

function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === 'object' && value !== null && 'etag' in value && 'body' in value && Buffer.isBuffer(value.body)
  );
}
