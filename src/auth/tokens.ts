import { Injectable, Logger } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock, memoize } from '#cache';
import { Config } from '../config/config.js';
import { parseId } from '../http/id.pipe.js';
import type { TokenView } from './auth.dto.js';

const NAME = 'prepsense';
const ALGORITHM = 'HS256';
const LONGEST_TOKEN = 2048;
const MOST_REMEMBERED = 10_000;

interface Opened {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>> | string;
}

/** Makes access tokens, and takes back only what it could have made itself. */
@Injectable()
export class Tokens {
  readonly #logger = new Logger(Tokens.name);
  /** The signature of a text does not change, and checking it is the dearest part of a hit. Refusals are not remembered. */
  readonly #verified = memoize(
    (token: string) =>
      this.jwt.verify<Opened>(token, {
        algorithms: [ALGORITHM],
        issuer: NAME,
        audience: NAME,
        clockTimestamp: this.#seconds(),
        complete: true,
      }),
    { max: MOST_REMEMBERED },
  );

  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  issueFor(userId: number): TokenView {
    const iat = this.#seconds();
    const expiresIn = this.config.JWT_TTL_SECONDS;
    const claims = { sub: String(userId), iss: NAME, aud: NAME, iat, exp: iat + expiresIn };
    return { accessToken: this.jwt.sign(claims, { algorithm: ALGORITHM }), expiresIn };
  }

  /** The id of the user that a token was issued for; undefined for every token that is not ours or not valid now. */
  userOf(token: string): number | undefined {
    if (token.length > LONGEST_TOKEN) return undefined;
    const opened = this.#open(token);
    if (!opened || !isPlain(opened.header) || !isInTime(opened.payload, this.#seconds())) return undefined;
    return subjectOf(opened.payload);
  }

  #open(token: string): Opened | undefined {
    try {
      return this.#verified(token);
    } catch (error) {
      this.#logger.debug({ reason: error instanceof Error ? error.message : error }, 'token refused');
      return undefined;
    }
  }

  #seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

/** Our header names the algorithm and the type. One that names keys (`kid`, `jku`, `jwk`, `x5u`, `crit` …) is not ours. */
function isPlain(header: Opened['header']): boolean {
  return Object.keys(header).every((name) => name === 'alg' || name === 'typ') && header.typ === 'JWT';
}

/** Asked each time, by whole seconds as the library does. */
function isInTime(payload: Opened['payload'], now: number): boolean {
  if (typeof payload !== 'object') return false;
  const { exp, nbf } = payload;
  return Number(exp) > now && (nbf === undefined || Number(nbf) <= now);
}

/** The library checks `exp` only where it is present, and takes fractions and any size; ours is always a whole number. */
function subjectOf(payload: Opened['payload']): number | undefined {
  if (typeof payload !== 'object') return undefined;
  const { exp, nbf, aud, sub } = payload;
  if (!Number.isSafeInteger(exp) || (nbf !== undefined && !Number.isSafeInteger(nbf))) return undefined;
  return aud === NAME ? parseId(sub) : undefined;
}
