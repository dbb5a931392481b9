import { randomUUID } from 'node:crypto';
import { open, seal } from '../envelope.js';
import type { FarLives } from '../far/far.tier.js';
import { HeldUpTier } from './held-up.tier.js';

/** Makes of the cache one that reads the fences after the load instead of before it: for the test of the test. */
export class LateFencesTier extends HeldUpTier {
  override async write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]): Promise<void> {
    const envelope = await open(bytes, bytes.length);
    if (!envelope) throw new Error(`${key}: no envelope`);
    const late = await seal({ ...envelope, fences: fences.map((name) => this.#tokenOf(name)) });
    return super.write(key, late, lives, fences);
  }

  #tokenOf(fence: string): string {
    const { tokens } = this.aging;
    const token = tokens.get(fence) ?? randomUUID();
    tokens.set(fence, token);
    return token;
  }
}
