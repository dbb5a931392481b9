import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * So many requests a second for so long, whether or not earlier ones are answered: each by a visitor who is free, else by the first who comes
 * free, and then the time until that counts as well. Tells how long each took, ms, and how late those were sent for whom somebody was free: that
 * is this process, or the machine, and not the server. Timers fire at whole milliseconds and would send in bursts, so it looks at the clock
 * in each turn of the event loop: it needs a core of its own. Nothing is kept of a request but two numbers, for which there is room
 * beforehand: what is collected here would count as waiting.
 */
export async function askAtRate(visitors, ms, request, perSecond) {
  const most = Math.floor((ms / 1000) * perSecond);
  const [waits, lates] = [new Figures(most), new Figures(most)];
  const free = [...visitors];
  const waiting = [];
  const failures = [];
  const ask = (visitor, since) => {
    visitor.ask(request, 200, (error) => {
      if (error) failures.push(error);
      waits.note(performance.now() - since);
      const next = waiting.shift();
      if (next === undefined) free.push(visitor);
      else ask(visitor, next);
    });
  };

  const from = performance.now();
  const dueAt = (at) => from + (1000 * at) / perSecond;
  for (let at = 0; waits.count < most && failures.length === 0; await nextTurn()) {
    const now = performance.now();
    for (; at < most && dueAt(at) <= now; at += 1) {
      const due = dueAt(at);
      const visitor = free.pop();
      if (visitor === undefined) waiting.push(due);
      else {
        lates.note(now - due);
        ask(visitor, now);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
  return { waits: waits.all(), lates: lates.all() };
}

class Figures {
  #room;
  count = 0;

  constructor(most) {
    this.#room = new Float64Array(most);
  }

  note(figure) {
    this.#room[this.count++] = figure;
  }

  all() {
    return this.#room.subarray(0, this.count);
  }
}
