import { CacheError } from './cache.error.js';

/** `work`, or `LOAD_TIMED_OUT` after `ms`; what it still brings after that is dropped. */
export async function withinLimit<T>(ms: number, key: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new CacheError('LOAD_TIMED_OUT', `${key}: its load took longer than ${ms} ms`)),
      ms,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
