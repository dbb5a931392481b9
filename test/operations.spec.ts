import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { Config } from '../src/config/config.js';

const text = (path: string) => readFileSync(path, 'utf8');

describe('.env.example', () => {
  const example = text('.env.example');
  const names = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name);

  it('names every setting once, and nothing else', () => {
    expect(new Set(names)).toEqual(new Set(Object.keys(new Config())));
    expect(names).toHaveLength(new Set(names).size);
  });

  it('says each default as it is', () => {
    expect(Config.from(parseEnv(example))).toEqual(Config.from({}));
  });

  it('tells of each what it is and what holds without it', () => {
    for (const name of names) {
      const about = new RegExp(`((?:^#.*\\n)+)${name}=`, 'm').exec(example)?.[1];
      expect([name, about]).toEqual([name, expect.stringContaining('Default: ')]);
    }
  });
});

interface Service {
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly command?: readonly string[];
}

describe('docker-compose.yml', () => {
  const { services, volumes } = parse(text('docker-compose.yml')) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  it('starts the program, PostgreSQL and Redis, each with a check of its health', () => {
    expect(Object.keys(services).toSorted()).toEqual(['app', 'postgres', 'redis']);
    for (const { healthcheck } of Object.values(services)) expect(healthcheck?.test[0]).toBe('CMD');
  });

  it('starts the program when the other two are healthy', () => {
    expect(services.app?.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
  });

  it('keeps the data of the program and of PostgreSQL in volumes', () => {
    const kept = [services.app, services.postgres].flatMap((service) => service?.volumes ?? []);
    expect(new Set(kept.map((volume) => volume.split(':')[0]))).toEqual(new Set(Object.keys(volumes)));
  });

  it('lets Redis keep nothing over a restart', () => {
    expect(services.redis?.command?.join(' ')).toMatch(/--save {2}--appendonly no/);
  });

  it('sets only what the program knows, and does not start without a secret', () => {
    const environment = services.app?.environment ?? {};
    const known = new Set(Object.keys(new Config()));
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    expect(environment.JWT_SECRET).toMatch(/^\$\{JWT_SECRET:\?/);
  });
});

describe('the image', () => {
  const final =
    text('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? '';

  it('does not run as root', () => {
    const users = [...final.matchAll(/^USER (\S+)/gm)].map(([, user]) => user);
    expect(users.at(-1)).toBe('node');
  });
});
