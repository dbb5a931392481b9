import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

describe('the settings of services outside', () => {
  it('are none by default', () => {
    const { LLM_BASE_URL, LLM_MODEL, LLM_API_KEY, SPOONACULAR_API_KEY } = Config.from({});
    expect([LLM_BASE_URL, LLM_MODEL, LLM_API_KEY, SPOONACULAR_API_KEY]).toEqual(Array(4).fill(undefined));
  });

  it('are taken as they are', () => {
    const settings = {
      LLM_BASE_URL: 'http://127.0.0.1:11434/v1',
      LLM_MODEL: 'org/model:8b-q4',
      LLM_API_KEY: 'sk-1',
      SPOONACULAR_BASE_URL: 'https://food.example',
      SPOONACULAR_API_KEY: 'abc',
    };
    expect(Config.from(settings)).toMatchObject(settings);
  });

  it.each([
    [{ LLM_BASE_URL: 'models.example/v1', LLM_MODEL: 'tiny' }, 'LLM_BASE_URL: must be an http:// or https:// address'],
    [{ LLM_BASE_URL: 'https://me:pass@models.example', LLM_MODEL: 'tiny' }, 'LLM_BASE_URL: must be'],
    [{ LLM_BASE_URL: 'https://models.example' }, 'LLM_BASE_URL, LLM_MODEL: set both or neither'],
    [{ LLM_MODEL: 'tiny' }, 'LLM_BASE_URL, LLM_MODEL: set both or neither'],
    [{ LLM_API_KEY: 'sk-secret' }, 'LLM_API_KEY: set it together with LLM_BASE_URL and LLM_MODEL'],
    [{ LLM_BASE_URL: 'https://models.example', LLM_MODEL: 'a b' }, 'LLM_MODEL: must be'],
    [{ SPOONACULAR_BASE_URL: 'ftp://food.example' }, 'SPOONACULAR_BASE_URL: must be'],
    [{ SPOONACULAR_API_KEY: 'sk secret' }, 'SPOONACULAR_API_KEY: must be'],
  ])('stop the start by name, never telling a secret: %p', (settings, fault) => {
    expect(() => Config.from(settings)).toThrow(fault);
    expect(() => Config.from(settings)).not.toThrow(/pass@|sk.secret/);
  });
});

describe('the proxies in front', () => {
  it.each(['127.0.0.1', '10.0.0.0/8, 192.168.1.7', '::1', 'fd00::/8,127.0.0.1'])(
    'are addresses and ranges: %s',
    (text) => {
      expect(Config.from({ TRUSTED_PROXIES: text }).TRUSTED_PROXIES).toBe(text);
    },
  );

  it.each([
    'everybody',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '::1/129',
    '10.0.0.1/',
    '127.0.0.1,',
    'true',
    '1',
    'loopback',
  ])('are never everybody, nor what is no address: %s', (text) => {
    expect(() => Config.from({ TRUSTED_PROXIES: text })).toThrow('TRUSTED_PROXIES: must be IP addresses');
  });
});
