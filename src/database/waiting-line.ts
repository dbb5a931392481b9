export interface LineLimits {
  /** How many may be inside at once. */
  readonly places: number;
  /** How many of them those may have who can do without. */
  readonly spare: number;
  /** Beats after which nobody waits on while hardly a place comes free. */
  readonly patience: number;
  /** Beats after which nobody waits on at all. */
  readonly longest: number;
}

/** Somebody who wants to come in: told once, one or the other. */
export interface Guest {
  /** Can do without. */
  readonly isSpare: boolean;
  enter(): void;
  refuse(): void;
}

/**
 * Lets a few in at once, and the others in the order in which they came; but who can do without never takes all the places. Whether it is worth while to wait is judged by what comes back: as long as half of
 * the places come free within one's patience the line moves, however long it is; where they do not, those inside are stuck, and so would be who waits.
 * Time is counted in beats, which whoever owns the line gives while `isWaitedIn`.
 */
export class WaitingLine {
  #taken = 0;
  /** By those who can do without. */
  #spareTaken = 0;
  #now = 0;
  #waiting: { readonly guest: Guest; readonly since: number }[] = [];
  /** How many places came free, as good as before, in this beat and in those before it, the latest first. */
  #cameFree = [0];

  constructor(private readonly limits: LineLimits) {}

  get isWaitedIn(): boolean {
    return this.#waiting.length > 0;
  }

  join(guest: Guest): void {
    if (this.#hasPlaceFor(guest)) return this.#letIn(guest);
    if (!this.isWaitedIn) this.#cameFree = [0];
    this.#waiting.push({ guest, since: this.#now });
  }

  /** That one is out again; `isWell` where the place is as good as it was. */
  leave({ isSpare }: Guest, isWell: boolean): void {
    this.#taken -= 1;
    if (isSpare) this.#spareTaken -= 1;
    if (isWell) this.#cameFree[0] = (this.#cameFree[0] ?? 0) + 1;

    const next = this.#waiting.find(({ guest }) => this.#hasPlaceFor(guest));
    if (!next) return;
    this.#waiting = this.#waiting.filter((one) => one !== next);
    this.#letIn(next.guest);
  }

  #hasPlaceFor({ isSpare }: Guest): boolean {
    return this.#taken < this.limits.places && (!isSpare || this.#spareTaken < this.limits.spare);
  }

  #letIn(guest: Guest): void {
    this.#taken += 1;
    if (guest.isSpare) this.#spareTaken += 1;
    guest.enter();
  }

  /** Sends away who has waited too long. Places that are only being made count as if they came free. */
  beat(inTheMaking: number): void {
    this.#now += 1;
    const { places, patience, longest } = this.limits;
    const cameFree = this.#cameFree.reduce((sum, some) => sum + some, inTheMaking);
    this.#cameFree = [0, ...this.#cameFree].slice(0, patience);

    const waitsSince = this.#now - (cameFree >= places / 2 ? longest : patience);
    const refused = this.#waiting.filter(({ since }) => since <= waitsSince);
    this.#waiting = this.#waiting.slice(refused.length);
    for (const { guest } of refused) guest.refuse();
  }
}
