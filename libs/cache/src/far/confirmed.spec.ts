import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { settled } from '../model/stage.js';
import { Confirmed } from './confirmed.js';

const EVERY_MS = 500;
const BELIEVED_MS = 1000;

/** Each question waits until the test answers it. */
class Questions {
  readonly #open: { resolve: () => void; reject: (error: Error) => void }[] = [];
  asked = 0;

  readonly ask = () =>
    new Promise<void>((resolve, reject) => {
      this.asked += 1;
      this.#open.push({ resolve, reject });
    });

  async answer(): Promise<void> {
    this.#open.shift()?.resolve();
    await settled();
  }

  async fail(): Promise<void> {
    this.#open.shift()?.reject(new Error('nobody knows'));
    await settled();
  }
}

let questions: Questions;
let confirmed: Confirmed;
let errors: unknown[];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  questions = new Questions();
  errors = [];
  confirmed = new Confirmed(questions.ask, (error) => errors.push(error));
});
afterEach(() => {
  confirmed.close();
  jest.useRealTimers();
});

/** How it stands with somebody who needs to know. */
function waiting() {
  const answer = { is: 'open' };
  const now = confirmed.now();
  if (!now) return { is: 'believed' };
  now.then(
    () => (answer.is = 'known'),
    (error: unknown) => (answer.is = String(error)),
  );
  return answer;
}
async function known(): Promise<void> {
  waiting();
  await questions.answer();
}

describe('what is true for a while', () => {
  it('is waited for at first, once for all who need it, and then believed for a second since it was asked for', async () => {
    const all = [waiting(), waiting(), waiting()];
    jest.advanceTimersByTime(EVERY_MS - 1);
    expect(questions.asked).toBe(1);
    await questions.answer();
    expect(all.map(({ is }) => is)).toEqual(['known', 'known', 'known']);

    confirmed.close();
    jest.advanceTimersByTime(BELIEVED_MS - EVERY_MS);
    expect(waiting().is).toBe('believed');
    jest.advanceTimersByTime(1);
    expect(waiting().is).toBe('open');
  });

  it('is asked for each half second, so that nobody waits', async () => {
    await known();
    for (let round = 2; round < 10; round += 1) {
      jest.advanceTimersByTime(EVERY_MS);
      expect([questions.asked, waiting().is]).toEqual([round, 'believed']);
      await questions.answer();
    }
  });

  it('that can not be found out is told to who needs it, and asked for again', async () => {
    const one = waiting();
    await questions.fail();
    expect([one.is, errors]).toEqual(['Error: nobody knows', []]);
    const other = waiting();
    await questions.answer();
    expect([other.is, questions.asked]).toEqual(['known', 2]);
  });

  it('that can not be found out in the background is told to the operators, and believed until its time is over', async () => {
    await known();
    jest.advanceTimersByTime(EVERY_MS);
    await questions.fail();
    expect(errors).toEqual([new Error('nobody knows')]);
    expect(waiting().is).toBe('believed');
    jest.advanceTimersByTime(EVERY_MS);
    expect(waiting().is).toBe('open');
  });

  it('is not asked for any more once it is closed', async () => {
    confirmed.close();
    jest.advanceTimersByTime(10 * EVERY_MS);
    expect([questions.asked, jest.getTimerCount()]).toEqual([0, 0]);
  });
});

describe('a hint that it changed', () => {
  it('has it asked for at once', async () => {
    await known();
    void confirmed.soon();
    expect([questions.asked, waiting().is]).toEqual([2, 'believed']);
  });

  it('has it asked for once more, however many hints there are, when what is under way may have begun before', async () => {
    await known();
    for (let hint = 0; hint < 5; hint += 1) void confirmed.soon();
    expect(questions.asked).toBe(2);
    await questions.answer();
    expect(questions.asked).toBe(3);
    await questions.answer();
    expect(questions.asked).toBe(3);

    void confirmed.soon();
    void confirmed.soon();
    await questions.fail();
    await questions.answer();
    expect([questions.asked, errors]).toEqual([5, [new Error('nobody knows')]]);
  });
});

describe('a doubt', () => {
  it('ends the belief: who needs it waits until it was asked for anew', async () => {
    await known();
    confirmed.doubt();
    const one = waiting();
    expect([one.is, questions.asked]).toEqual(['open', 2]);
    await questions.answer();
    expect([one.is, waiting().is]).toEqual(['known', 'believed']);
  });

  it('is not settled by what was asked for before it', async () => {
    void confirmed.soon();
    confirmed.doubt();
    const one = waiting();
    await questions.answer();
    expect([one.is, waiting().is, questions.asked]).toEqual(['open', 'open', 2]);
    await questions.answer();
    expect([one.is, waiting().is, questions.asked]).toEqual(['known', 'believed', 2]);
  });

  it('is not settled by a failure before it either', async () => {
    void confirmed.soon();
    confirmed.doubt();
    const one = waiting();
    await questions.fail();
    await questions.answer();
    expect([one.is, errors]).toEqual(['known', [new Error('nobody knows')]]);
  });
});
