import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * So many requests a second for so long, whether or not earlier ones are answered: each by a visitor who is free, else by the first who comes
 * free, and then the time until that counts as well. Tells how long each took, ms, and how late those were sent for whom somebody was free: that
 * is this process, or the machine, and not the server. Timers fire at whole milliseconds and would send in bursts, so it looks at the clock
 * in each turn of the event loop: it needs a core of its own.
 */
export async function askAtRate(visitors, ms, request, perSecond) {
  const free = [...visitors];
  const waiting = [];
  const asked = [];
  const waits = [];
  const lates = [];
  const ask = async (visitor, since) => {
    for (let counted = since; counted !== undefined; counted = waiting.shift()) {
      await visitor.askUntil(0, request, 200);
      waits.push(performance.now() - counted);
    }
    free.push(visitor);
  };

  const from = performance.now();
  const dueAt = (at) => from + (1000 * at) / perSecond;
  const most = Math.floor((ms / 1000) * perSecond);
  for (let at = 0; at < most; await nextTurn()) {
    const now = performance.now();
    for (; at < most && dueAt(at) <= now; at += 1) {
      const due = dueAt(at);
      const visitor = free.pop();
      if (visitor === undefined) waiting.push(due);
      else {
        lates.push(now - due);
        asked.push(ask(visitor, now));
      }
    }
  }
  await Promise.all(asked);
  return { waits, lates };
}
