import { SLOTS } from './slot.js';

/** A master as one of the nodes sees it. */
export interface Owner {
  readonly id: string;
  /** `host:port`. */
  readonly address: string;
  /** Raised each time that somebody takes over slots. */
  readonly epoch: string;
  /** First and last of each range. */
  readonly slots: readonly (readonly [number, number])[];
}

/** What one node says of the whole cluster. */
export interface View {
  /** The node that says so. */
  readonly by: string;
  readonly owners: readonly Owner[];
}

/** Reads the answer to `CLUSTER NODES` of the node at `host`, which may not know its own. */
export function viewIn(text: string, host: string): View {
  const lines = text.split('\n').map((line) => line.split(' '));
  const masters = lines.filter(([, , flags = '']) => flags.split(',').includes('master'));
  const by = lines.find(([, , flags = '']) => flags.split(',').includes('myself'))?.[0] ?? '';
  return { by, owners: masters.map((line) => ownerIn(line, host)).filter(({ slots }) => slots.length > 0) };
}

/**
 * The owners that more than half of all masters with slots name, each master asked once. Two different ones can't be agreed on for the
 * same slot at a time; what is not agreed on has no owner.
 */
export function agreedOn(views: readonly View[]): readonly Owner[] {
  const electors = electorsOf(views);
  const votes = new Map<string, { owner: Owner; by: Set<string> }>();
  for (const { by, owners } of views.filter(isElector)) {
    for (const owner of owners) {
      const claim = `${owner.id} ${owner.epoch} ${owner.slots.join(' ')}`;
      const vote = votes.get(claim) ?? { owner, by: new Set() };
      vote.by.add(by);
      votes.set(claim, vote);
    }
  }
  return [...votes.values()].filter(({ by }) => by.size > electors / 2).map(({ owner }) => owner);
}

/** More than half of those who have a say have had it. */
export function isMajority(views: readonly View[]): boolean {
  return new Set(views.filter(isElector).map(({ by }) => by)).size > electorsOf(views) / 2;
}

/** Every slot has an owner. */
export function isWhole(owners: readonly Owner[]): boolean {
  const slots = owners.flatMap((owner) => owner.slots.map(([first, last]) => last - first + 1));
  return slots.reduce((sum, count) => sum + count, 0) === SLOTS;
}

function electorsOf(views: readonly View[]): number {
  return Math.max(0, ...views.map(({ owners }) => owners.length));
}

function isElector({ by, owners }: View): boolean {
  return owners.some(({ id }) => id === by);
}

/** `id address@bus[,hostname] flags master ping pong epoch link slots…`; what is in brackets is on its way elsewhere. */
function ownerIn([id = '', place = '', , , , , epoch = '', , ...slots]: readonly string[], host: string): Owner {
  const [address = ''] = place.split('@', 1);
  return {
    id,
    address: address.startsWith(':') ? host + address : address,
    epoch,
    slots: slots.filter((range) => /^\d/.test(range)).map(rangeIn),
  };
}

function rangeIn(text: string): readonly [number, number] {
  const [first, last = first] = text.split('-').map(Number);
  return [first as number, last as number];
}
