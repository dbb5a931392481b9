import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.js';

type SecretSettings = Pick<Config, 'JWT_SECRET' | 'DATA_DIR' | 'dataInMemory'>;

const SHORTEST = 32;

/**
 * The key that signs tokens: `JWT_SECRET`, else one made at the first start and kept beside the data, so that a restart logs
 * nobody out. With data in memory it lives as long as the process.
 */
export async function signingKey({ JWT_SECRET, DATA_DIR, dataInMemory }: SecretSettings): Promise<KeyObject> {
  const secret = JWT_SECRET ?? (dataInMemory ? newSecret() : await keptSecret(DATA_DIR));
  return createSecretKey(secret, 'utf8');
}

const newSecret = () => randomBytes(48).toString('base64url');

/** Written aside and linked into place: of instances that start together one wins, and none reads half a secret. */
async function keptSecret(folder: string): Promise<string> {
  const path = join(folder, 'jwt-secret');
  const aside = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  await mkdir(folder, { recursive: true });
  await writeFile(aside, newSecret(), { mode: 0o600, flag: 'wx' });
  try {
    await link(aside, path);
  } catch (error) {
    if (!isTaken(error)) throw error;
  } finally {
    await unlink(aside);
  }

  const secret = (await readFile(path, 'utf8')).trim();
  if (secret.length < SHORTEST) {
    throw new Error(
      `${path} holds fewer than ${SHORTEST} characters: remove it to have a new one made, or set JWT_SECRET`,
    );
  }
  return secret;
}

function isTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}
