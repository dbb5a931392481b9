import { randomBytes } from 'node:crypto';
import type { Entry } from './entry.js';
import type { FarRead } from './far/far.tier.js';
import { fenceLifeMs, type House, type Slot } from './house.js';
import type { Proof } from './reading.js';
import type { Sighting } from './scouts.js';
import { isComplete, verdictOf } from './tokens.js';

type Tokens = readonly (string | undefined)[];

/** What one flight knows from the far tier: the tokens as they were after its take-off, and since when they are surely known. */
export class FarSide {
  #tokens: Tokens | undefined;
  /** Cannot be asked by this flight any more; or there is none. */
  isLost: boolean;
  /** What was seen there already, until it is made use of. */
  #seen: FarRead | undefined;

  constructor(
    private readonly house: House,
    private readonly slot: Slot,
    /** The moment for which the tokens are known: that they were asked for, not that of the answer. */
    public proof: Proof,
    seen?: Sighting['seen'],
  ) {
    this.#seen = seen?.read;
    this.#tokens = seen?.read?.tokens;
    this.isLost = house.far === undefined || (seen !== undefined && seen.read === undefined);
  }

  /** The entry with the tokens as they are now; undefined when the far tier can't be asked. */
  entry(): Promise<FarRead | undefined> {
    const seen = this.#seen;
    this.#seen = undefined;
    return seen ? Promise.resolve(seen) : this.#ask(this.slot.key);
  }

  #ask(key: string | undefined): Promise<FarRead | undefined> {
    const { far, clock, ticks } = this.house;
    if (this.isLost || !far) return Promise.resolve(undefined);
    this.proof = { provenAt: clock.elapsed(), provenTick: ticks.next() };
    return far.read(key, this.slot.fenceNames).then((read) => {
      this.#tokens = read?.tokens;
      this.isLost = read === undefined;
      return read;
    });
  }

  /** Asks whether what is held stands under the current tokens. Where there is no far tier, it does. */
  async proves(held: Entry): Promise<boolean> {
    const { far, trust, near, clock } = this.house;
    if (far === undefined) return true;
    trust.renew();
    const read = await this.#ask(undefined);
    if (!read) return false;

    const verdict = verdictOf(held.tokens, read.tokens);
    if (verdict === 'changed') {
      near.delete(this.slot.key);
      return false;
    }
    if (verdict === 'expired') held.expire(clock.elapsed());
    held.tokens = read.tokens as readonly string[];
    held.prove(this.proof);
    near.amend(this.slot.key, held);
    return true;
  }

  /** The current tokens, the missing ones made; undefined when the far tier can't be asked. */
  async knownTokens(): Promise<readonly string[] | undefined> {
    if (this.slot.replaces) return this.#ownTokens();
    if (this.#tokens === undefined) await this.#ask(undefined);
    const tokens = this.#tokens;
    if (tokens === undefined || isComplete(tokens)) return tokens;

    const missing = this.slot.fenceNames.filter((_, index) => tokens[index] === undefined);
    const planted = await this.house.far?.plant(missing, aToken(), this.#fencesMs);
    if (!planted || !isComplete(planted)) return undefined;
    let next = 0;
    return tokens.map((known) => known ?? planted[next++]) as readonly string[];
  }

  /** The current tokens, if that of the key is new and made here; the key's fence is the first. */
  async #ownTokens(): Promise<readonly string[] | undefined> {
    const token = aToken();
    const planted = await this.house.far?.plant(this.slot.fenceNames, token, this.#fencesMs);
    return planted && isComplete(planted) && planted[0]?.endsWith(token) ? planted : undefined;
  }

  get #fencesMs(): number {
    return fenceLifeMs(this.slot.region, this.slot.lifeMs);
  }
}

function aToken(): string {
  return randomBytes(9).toString('base64url');
}
