/** Runs `work` for every item, at most `width` at once; never throws: what goes wrong is told to `onError`, the rest goes on. */
export async function eachOf<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
  onError: (item: T, error: unknown) => void | Promise<void>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) {
      try {
        await work(item);
      } catch (error) {
        await onError(item, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
