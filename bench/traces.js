import { randomFrom, zipf } from './random.js';

const { floor } = Math;

/** Keys that no popular one is numbered like. */
const OTHERS = 2 ** 30;

/**
 * Ways in which keys are asked for. Each is made for a cache that holds `held` of them: `draw(random, held)` gives the function that
 * tells the number of the key at each position.
 */
const SHAPES = {
  'Zipf .9, 1 % of the keys held': (random, held) => zipf(100 * held, 0.9, random),
  'Zipf .9, 10 % held': (random, held) => zipf(10 * held, 0.9, random),
  'Zipf and scans': (random, held) => {
    const popular = zipf(20 * held, 0.9, random);
    let scanned = 0;
    return (at) => (at % (6 * held) < 3 * held ? popular() : OTHERS + (scanned++ % (30 * held)));
  },
  'Zipf and a scan all the time': (random, held) => {
    const popular = zipf(20 * held, 0.9, random);
    return (at) => (at % 3 > 0 ? popular() : OTHERS + at);
  },
  'one-hit wonders, 60 %': (random, held) => {
    const popular = zipf(10 * held, 0.9, random);
    return (at) => (random() < 0.6 ? OTHERS + at : popular());
  },
  'popularity drifts': (random, held) => {
    const popular = zipf(20 * held, 0.9, random);
    return (at) => popular() + floor(at / 20);
  },
  'popularity drifts fast': (random, held) => {
    const popular = zipf(20 * held, 0.9, random);
    return (at) => popular() + floor(at / 4);
  },
  'popularity turns over': (random, held) => {
    const popular = zipf(20 * held, 0.9, random);
    return (at) => popular() + floor(at / (8 * held)) * 20 * held;
  },
  'a loop a little too long': (_, held) => (at) => at % floor(1.2 * held),
  'a loop twice too long': (_, held) => (at) => at % (2 * held),
  'a loop and Zipf': (random, held) => {
    const popular = zipf(20 * held, 0.9, random);
    return (at) => (at % 2 === 0 ? popular() : OTHERS + ((at >> 1) % floor(0.7 * held)));
  },
  'each asked for twice, soon': (_, held) => twice(floor(0.15 * held)),
  'each asked for twice, later': (_, held) => twice(floor(0.3 * held)),
  'Zipf, then each asked for twice': (random, held) => {
    const popular = zipf(20 * held, 0.9, random);
    const later = twice(floor(0.45 * held));
    return (at) => (at < 20 * held ? popular() : OTHERS + later(at));
  },
  'the latest again': (random, held) => latestAgain(random, 8 * held),
  'people who come and go': (random, held) => {
    const visits = visitsOf(random, held / 6, 15);
    return () => visits(floor(random() * 6));
  },
  'a kitchen': kitchen,
  'all at random': (random, held) => () => floor(random() * 5 * held),
};

export const TRACES = Object.keys(SHAPES);

/** The keys, by number, in the order in which they are asked for. */
export function traceOf(name, { held, length, seed }) {
  const draw = SHAPES[name](randomFrom(seed), held);
  return Uint32Array.from({ length }, (_, at) => draw(at));
}

/** Between 200 and 20,200 bytes, small ones more often; always the same for a key. */
export function bytesOf(key) {
  return 200 + floor(20_000 * randomFrom(key)() ** 4);
}

function twice(distance) {
  return (at) => (at % 2 === 0 ? at / 2 : Math.max(0, (at - 1) / 2 - distance));
}

/** What was asked for lately is asked for again, the likelier the shorter ago that was: what LRU is best at. */
function latestAgain(random, most) {
  const stack = [];
  let next = 0;
  return () => {
    const depth = floor((1 - random()) ** -2.5) - 1 + floor(random() * 3);
    const [key] = depth < stack.length ? stack.splice(stack.length - 1 - depth, 1) : [next++];
    stack.push(key);
    if (stack.length > most) stack.shift();
    return key;
  };
}

/** People come, ask for things of their own between `asks` and three times as often, and never come again. */
function visitsOf(random, people, asks) {
  const here = [];
  let next = 0;
  return (thing) => {
    while (here.length < people) here.push({ id: next++, left: asks * (1 + 2 * random()) });
    const at = floor(random() * here.length);
    const person = here[at];
    person.left -= 1;
    if (person.left <= 0) here.splice(at, 1);
    return person.id * 8 + thing;
  };
}

/**
 * As a recipe service is used: those who cook now ask for their recommendations again and again and for their pantry and preferences
 * now and then, everybody looks at the same popular recipes, and each night all the users' recommendations are warmed.
 */
function kitchen(random, held) {
  const visits = visitsOf(random, held / 12, 20);
  const recipe = zipf(5 * held, 0.9, random);
  const day = 40 * held;
  return (at) => {
    if (at % day > 0.95 * day) return 2 * OTHERS + (at % day);
    return random() < 0.3 ? OTHERS + recipe() : visits(floor(6 * random() ** 2));
  };
}
