import { expect, it } from '@jest/globals';
import { commandOf, greetingOf } from './line.js';

it('a command is said with the length of each word in bytes', () => {
  expect(commandOf('MGET', 'jar', 'crème')).toBe('*3\r\n$4\r\nMGET\r\n$3\r\njar\r\n$6\r\ncrème\r\n');
});

it.each([
  ['redis://127.0.0.1:6379', []],
  ['redis://127.0.0.1:6379/', []],
  ['redis://127.0.0.1/7', [commandOf('SELECT', '7')]],
  ['rediss://:secret@127.0.0.1', [commandOf('AUTH', 'secret')]],
  ['redis://cook:s%2Fcret@127.0.0.1/2', [commandOf('AUTH', 'cook', 's/cret'), commandOf('SELECT', '2')]],
])('whoever comes by %s says who they are, and which database is meant', (url, greeting) => {
  expect(greetingOf(url)).toEqual(greeting);
});
