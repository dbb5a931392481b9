import { describe, expect, it } from '@jest/globals';
import { Cache, defineRegion, milliseconds } from '#cache';
import { problemOf } from './problem.filter.js';

const slow = defineRegion<number, never>({
  name: 'slow',
  version: 1,
  freshFor: milliseconds(1000),
  loadLimit: milliseconds(1),
  key: (id) => [id],
});
const never = () => new Promise<never>(() => undefined);
const pgError = (code: string, message: string) =>
  new Error('Failed query', { cause: Object.assign(new Error(message), { code }) });

describe('who asks for what can not be had now', () => {
  it.each([
    ['is locked by somebody else', pgError('55P03', 'canceling statement due to lock timeout')],
    ['can only be read', pgError('25006', 'cannot execute INSERT in a read-only transaction')],
    ['did not come from the server in time', new Error('Failed query', { cause: new Error('Query read timeout') })],
  ])('because it %s is told to come again', (_, error) => {
    expect(problemOf(error)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });

  it('because its load takes too long is told to come again', async () => {
    const error = await new Cache().read(slow, 1, never).catch((reason: unknown) => reason);
    expect(problemOf(error)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });

  it('because something of ours is wrong is told so', () => {
    expect(problemOf(pgError('42P01', 'relation does not exist')).status).toBe(500);
  });
});
