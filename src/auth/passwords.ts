import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id (the library's default algorithm): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Keeps passwords as argon2id hashes, and never tells by its timing whether an account exists. */
@Injectable()
export class Passwords implements OnModuleInit {
  #nobodys = '';

  async onModuleInit(): Promise<void> {
    this.#nobodys = await this.hash(randomBytes(32).toString('base64url'));
  }

  hash(password: string): Promise<string> {
    return hash(canonical(password), COST);
  }

  /** False without a hash too, after the same work: a hash of nobody's password is tried instead. */
  async match(passwordHash: string | undefined, password: string): Promise<boolean> {
    const matches = await verify(passwordHash ?? this.#nobodys, canonical(password));
    return matches && passwordHash !== undefined;
  }
}

/** One password however the keyboard composes its accents. */
const canonical = (password: string) => password.normalize('NFKC');
