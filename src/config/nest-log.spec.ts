import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { pino } from 'pino';
import { NestLog } from './nest-log.js';

let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  const keep = { write: (line: string) => void lines.push(JSON.parse(line)) };
  Logger.overrideLogger(new NestLog(pino({ base: null, timestamp: false, level: 'trace' }, keep)));
});
afterEach(() => Logger.overrideLogger(new ConsoleLogger()));

const STACK = 'Error: burnt\n    at the stove';
const burnt = { type: 'Error', message: 'burnt', stack: STACK };
const anError = () => Object.assign(new Error('burnt'), { stack: STACK });

describe("what is said through Nest's logger is a line of the log", () => {
  it('at its level, with who says it, and what is told beside the words', () => {
    const logger = new Logger('Stove');
    logger.verbose('hums');
    logger.debug({ pan: 1 }, 'warms up');
    logger.log('is hot');
    logger.warn({ err: anError(), pan: 2 }, 'smokes');
    logger.error({ err: anError() });
    logger.fatal('is on fire');
    const context = 'Stove';
    expect(lines).toEqual([
      { level: 10, context, msg: 'hums' },
      { level: 20, context, pan: 1, msg: 'warms up' },
      { level: 30, context, msg: 'is hot' },
      { level: 40, context, pan: 2, err: burnt, msg: 'smokes' },
      { level: 50, context, err: burnt, msg: 'burnt' },
      { level: 60, context, msg: 'is on fire' },
    ]);
  });

  it('with the error in `err`, whichever way Nest says one', () => {
    new Logger('Stove').error(anError());
    new Logger('Stove').error('burnt', STACK);
    Logger.error('burnt', STACK, 'Stove');
    const line = { level: 50, context: 'Stove', err: burnt, msg: 'burnt' };
    expect(lines).toEqual([line, line, line]);
  });

  it('of nobody where nobody is named, as when a hook fails at shutdown', () => {
    Logger.error(anError(), STACK);
    new Logger().warn('smokes');
    expect(lines).toEqual([
      { level: 50, err: burnt, msg: 'burnt' },
      { level: 40, msg: 'smokes' },
    ]);
  });

  it('unless it is one of the hundred that list every route, and no warning', () => {
    const logger = new Logger('RouterExplorer');
    logger.log('Mapped {/soup, GET} route');
    logger.debug('Mapped');
    logger.verbose('Mapped');
    logger.warn('is mapped twice');
    expect(lines).toEqual([{ level: 40, context: 'RouterExplorer', msg: 'is mapped twice' }]);
  });
});
