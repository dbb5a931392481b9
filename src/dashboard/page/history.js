import { drawn, element } from './elements.js';
import { count, share } from './in-words.js';

const LONGEST = 120;
const [WIDTH, HEIGHT] = [320, 96];

const readsOf = ({ hits, misses }) => hits.memory + hits.redis + hits.stale + misses;

/** What happened between one look and the next, of as many looks as are drawn. Figures that begin anew begin a new history. */
export class History {
  points = [];
  #before;

  /** `at` in milliseconds. */
  add(at, { since, instance, totals }) {
    const of = `${instance} ${since}`;
    const before = this.#before;
    this.#before = { at, of, totals };
    if (before?.of !== of) this.points = [];
    else if (at > before.at) this.points = [...this.points, between(before, { at, totals })].slice(-LONGEST);
  }

  drawn() {
    return [
      chartOf(
        'hit rate',
        this.points.map(({ hitRate }) => hitRate),
        1,
        share,
      ),
      chartOf(
        'reads a second',
        this.points.map(({ reads }) => reads),
        undefined,
        (value) => count(Math.round(value)),
      ),
      chartOf(
        'loads a second',
        this.points.map(({ loads }) => loads),
        undefined,
        (value) => count(Math.round(value)),
      ),
    ];
  }
}

function between(before, now) {
  const seconds = (now.at - before.at) / 1000;
  const reads = readsOf(now.totals) - readsOf(before.totals);
  const misses = now.totals.misses - before.totals.misses;
  return {
    // Nobody read: there is no rate, not one of nothing.
    hitRate: reads > 0 ? 1 - misses / reads : null,
    reads: Math.max(0, reads / seconds),
    loads: Math.max(0, (now.totals.loads - before.totals.loads) / seconds),
  };
}

/** A line with what it shows and the figure at its end; where nothing is known there is no point. */
export function chartOf(name, values, most = Math.max(1, ...values.filter((value) => value !== null)), tell = count) {
  const step = WIDTH / (LONGEST - 1);
  const from = LONGEST - values.length;
  const points = values.flatMap((value, at) =>
    value === null ? [] : [`${((from + at) * step).toFixed(1)},${(HEIGHT - (value / most) * HEIGHT).toFixed(1)}`],
  );
  const last = values.findLast((value) => value !== null);
  const line = drawn('polyline', { points: points.join(' ') });
  return element(
    'figure',
    {},
    element('figcaption', {}, `${name}: ${last === undefined ? '–' : tell(last)}`),
    drawn('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': name }, line),
  );
}
