/** What is done to keys when their meaning changed: gone, or marked as `markedAs` does. */
export interface Change {
  readonly keys: readonly string[];
  readonly mark?: string;
}

/** Scripts and not a transaction: a server without memory takes no transaction, but lets a script remove. */
const UNLINK = `for at = 1, #KEYS, 1000 do
  redis.call('unlink', unpack(KEYS, at, math.min(at + 999, #KEYS)))
end`;
const MARK = `for _, name in ipairs(KEYS) do
  local token = redis.call('get', name)
  if token then redis.call('set', name, string.match(token, '^[^~]*') .. '~' .. ARGV[1], 'KEEPTTL') end
end`;
const PUBLISH = `redis.call('publish', ARGV[2], ARGV[3])`;

/** What makes a change: by KEYS, and ARGV[1] as the mark where there is one. */
export function scriptOf(mark: string | undefined): string {
  return mark === undefined ? UNLINK : MARK;
}

/** The same, and tells it: on the channel ARGV[2], by the message ARGV[3]. */
export function tellingScriptOf(mark: string | undefined): string {
  return `${scriptOf(mark)}\n${PUBLISH}`;
}
