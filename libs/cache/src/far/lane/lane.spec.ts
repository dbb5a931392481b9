import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ErrorReply } from '@redis/client';
import { Lane } from './lane.js';
import { commandOf } from './line.js';
import { Garbled } from './replies.js';

const ABOUT = commandOf('INFO', 'server', 'replication');
const PING = commandOf('PING');
/** Nothing under a name, which never lives. */
const NOTHING = '*1\r\n$-1\r\n:-2\r\n';

/** A server that says what the test says, and notes what it is asked. */
class Host {
  asked = '';
  readonly lines: Socket[] = [];

  private constructor(private readonly server: Server) {
    server.on('connection', (line) => {
      this.lines.push(line);
      line.on('data', (text) => (this.asked += text.toString()));
      // That a line broke is seen by its closing.
      line.on('error', () => line.destroy());
    });
  }

  static async open(): Promise<Host> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Host(server);
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Waits until it is asked just that. */
  async hears(question: string): Promise<void> {
    await seen(() => this.asked.length >= question.length);
    expect(this.asked).toBe(question);
    this.asked = '';
  }

  says(text: string): void {
    this.lines.at(-1)?.write(text);
  }

  async greets(id: string): Promise<void> {
    await this.hears(ABOUT);
    this.says(`$${id.length}\r\n${id}\r\n`);
  }

  async close(): Promise<void> {
    for (const line of this.lines) line.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

let host: Host;
let lane: Lane;
let errors: unknown[];
let refusals: unknown[];
beforeEach(async () => {
  [host, errors, refusals] = [await Host.open(), [], []];
  lane = new Lane(options());
});
afterEach(async () => {
  lane.close();
  await host.close();
});

const options = () => ({
  url: host.url,
  idIn: (about: string) => about,
  onError: (error: unknown) => errors.push(error),
  onRefused: (error: unknown) => refusals.push(error),
});

async function seen(look: () => unknown): Promise<void> {
  while (!look()) await turn();
}

async function openAs(id: string): Promise<void> {
  lane.open();
  await host.greets(id);
  await seen(() => lane.id === id);
}

const closed = () => seen(() => lane.id === undefined && host.lines.at(-1)?.destroyed);
const outOfReach = expect.objectContaining({
  code: 'FAR_UNAVAILABLE',
  message: expect.stringMatching(/^Redis: \w/),
});

describe('what is asked on a lane', () => {
  it('is one question, and is answered by what stands there and how long that lives', async () => {
    await openAs('me');
    const stand = lane.standOf(['jar', 'tin', 'lid'], 2);
    await host.hears(commandOf('MGET', 'jar', 'tin', 'lid') + commandOf('PTTL', 'jar') + commandOf('PTTL', 'tin'));
    const soup = 'x'.repeat(1000);
    host.says(`*3\r\n$1000\r\n${soup}\r\n$-1\r\n$3\r\nlid\r\n:7\r\n:-2\r\n`);
    expect(await stand).toEqual({ values: [Buffer.from(soup), null, 'lid'], lives: [7, -2] });
  });

  it('is answered in the order in which it was asked; a refusal is told to who met it, and to who counts them', async () => {
    await openAs('me');
    const stands = ['jar', 'tin', 'pot'].map((entry) => lane.standOf([entry], 1));
    host.says(`*1\r\n$1\r\na\r\n:1\r\n-LOADING the data\r\n:2\r\n*1\r\n$1\r\nc\r\n:3\r\n`);
    const refusal = new ErrorReply('LOADING the data');
    expect(await Promise.allSettled(stands)).toEqual([
      { status: 'fulfilled', value: { values: [Buffer.from('a')], lives: [1] } },
      { status: 'rejected', reason: refusal },
      { status: 'fulfilled', value: { values: [Buffer.from('c')], lives: [3] } },
    ]);
    expect([refusals, errors, lane.id]).toEqual([[refusal], [], 'me']);
  });

  it('is nothing before it was opened, nor once ten thousand wait', async () => {
    await expect(lane.standOf(['jar'], 1)).rejects.toEqual(outOfReach);
    await openAs('me');
    const stands = Array.from({ length: 10_000 }, () => lane.standOf(['lid'], 0));
    await expect(lane.standOf(['lid'], 0)).rejects.toEqual(outOfReach);
    expect(lane.id).toBe('me');
    host.says('*1\r\n$3\r\nlid\r\n'.repeat(10_000));
    const answers = await Promise.all(stands);
    expect(new Set(answers.map(({ values }) => values[0]))).toEqual(new Set(['lid']));
  });

  it.each([
    ['another number of values', '*1\r\n$-1\r\n:-2\r\n'],
    ['a word of as many letters', '+ab\r\n:-2\r\n'],
  ])('and answered by %s is answered by nothing, nor is anything behind it', async (_, answer) => {
    await openAs('me');
    const stands = [lane.standOf(['jar', 'lid'], 1), lane.standOf(['jar'], 1)];
    host.says(answer + NOTHING);
    const outcomes = await Promise.allSettled(stands);
    expect(outcomes).toEqual(stands.map(() => ({ status: 'rejected', reason: outOfReach })));
    await closed();
  });
});

describe('a lane', () => {
  it('is opened once, however often that is asked for', async () => {
    await openAs('me');
    lane.open();
    const stand = lane.standOf(['jar'], 1);
    await host.hears(commandOf('MGET', 'jar') + commandOf('PTTL', 'jar'));
    host.says(NOTHING);
    await stand;
    expect(host.lines).toHaveLength(1);
  });

  it('may be closed before it is open, and opened again at once', async () => {
    lane.close();
    await openAs('me');
    lane.close();
    lane.close();
    expect(lane.id).toBeUndefined();
    await openAs('another');
    const [first] = host.lines;
    await seen(() => first?.destroyed);
    await turn();
    expect(lane.id).toBe('another');
  });

  it('leaves nobody waiting when the server goes, and tells who counts', async () => {
    await openAs('me');
    const stands = [lane.standOf(['jar'], 1), lane.standOf(['tin'], 1)];
    const outcomes = Promise.allSettled(stands);
    host.lines.at(-1)?.destroy();
    expect(await outcomes).toEqual(stands.map(() => ({ status: 'rejected', reason: outOfReach })));
    expect(refusals).toEqual([outOfReach, outOfReach]);
    expect(lane.id).toBeUndefined();
  });

  it('says why it broke: by what is no reply, or by one that nobody asked for', async () => {
    for (const text of ['rubbish\r\n', '+OK\r\n', '*1\r\n:1\r\n']) {
      await openAs('me');
      host.says(text);
      await closed();
      const [error, ...others] = errors.splice(0);
      expect([error, others]).toEqual([expect.any(Garbled), []]);
      expect(String(error)).toMatch(/: \w/);
    }
  });

  it('that broke in the very piece that says who answers is nobody', async () => {
    lane.open();
    await host.hears(ABOUT);
    const stand = lane.standOf(['jar', 'lid'], 1);
    host.says(`$2\r\nme\r\n${NOTHING}`);
    await expect(stand).rejects.toEqual(outOfReach);
    await turn();
    expect(lane.id).toBeUndefined();
  });

  it('tells who it is and which database it means, and then who answers', async () => {
    lane = new Lane({ ...options(), url: `${host.url.replace('//', '//cook:secret@')}/3` });
    lane.open();
    await host.hears(commandOf('AUTH', 'cook', 'secret') + commandOf('SELECT', '3') + ABOUT);
    host.says('+OK\r\n+OK\r\n$2\r\nme\r\n');
    await seen(() => lane.id);
    expect(lane.id).toBe('me');
  });

  it('needs nobody who counts refusals', async () => {
    lane = new Lane({ ...options(), onRefused: undefined });
    await openAs('me');
    const stand = lane.standOf(['jar'], 1);
    host.says('-LOADING the data\r\n:-2\r\n');
    await expect(stand).rejects.toEqual(new ErrorReply('LOADING the data'));
  });

  it('that is refused says so, and is opened again at the next beat', async () => {
    lane.open();
    await host.hears(ABOUT);
    host.says('-NOAUTH first say who you are\r\n');
    await seen(() => errors.length);
    await seen(() => host.lines[0]?.destroyed);
    expect([errors, lane.id]).toEqual([[new ErrorReply('NOAUTH first say who you are')], undefined]);
    lane.beat('me');
    await host.greets('me');
    await seen(() => lane.id);
  });
});

describe('who is not greeted', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  it('within a second hangs up', async () => {
    lane.open();
    await host.hears(ABOUT);
    jest.advanceTimersByTime(999);
    await turn();
    expect(host.lines[0]?.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    await closed();
  });

  it('in time but at last, or hangs up before, waits for nothing more', async () => {
    await openAs('me');
    expect(jest.getTimerCount()).toBe(0);
    lane.close();
    lane.open();
    await host.hears(ABOUT);
    lane.close();
    await seen(() => jest.getTimerCount() === 0);
  });
});

describe('at each beat', () => {
  it('a lane that nobody asks anything is asked for a sign of life, and stays open with it', async () => {
    await openAs('me');
    for (let beat = 0; beat < 6; beat += 1) {
      lane.beat('me');
      await host.hears(PING);
      host.says('+PONG\r\n');
      await answered();
    }
    expect([lane.id, host.lines.length, refusals]).toEqual(['me', 1, []]);
  });

  it('a lane that answers stays open, however much waits; one that has not for three is given up', async () => {
    await openAs('me');
    const stands = [lane.standOf(['lid'], 0)];
    for (let beat = 0; beat < 6; beat += 1) {
      lane.beat('me');
      stands.push(lane.standOf(['lid'], 0));
      host.says('*1\r\n$3\r\nlid\r\n');
      await stands.shift();
    }
    for (const id of ['me', 'me', 'me', undefined]) {
      lane.beat('me');
      expect(lane.id).toBe(id);
    }
    await expect(stands[0]).rejects.toEqual(outOfReach);
  });

  it('a lane that is not greeted yet is left alone, until it has been silent for three', async () => {
    lane.open();
    lane.beat('me');
    await host.hears(ABOUT);
    for (let beat = 0; beat < 3; beat += 1) lane.beat('me');
    expect(host.asked).toBe('');
    lane.beat('me');
    await closed();
  });

  it('a lane to somebody else is given up, and opened at the next', async () => {
    await openAs('me');
    lane.beat('me');
    await host.hears(PING);
    lane.beat('another');
    expect(lane.id).toBeUndefined();
    lane.beat('another');
    await openAs('another');
  });

  /** What was asked before is answered as well by then. */
  async function answered(): Promise<void> {
    const stand = lane.standOf(['lid'], 0);
    await host.hears(commandOf('MGET', 'lid'));
    host.says('*1\r\n$-1\r\n');
    await stand;
  }
});
