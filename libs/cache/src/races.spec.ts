import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aSubject, jar, menu, shelf, type Subject } from './model/kitchen.js';
import type { Node } from './model/node.js';
import { settled } from './model/stage.js';
import { World } from './model/world.js';

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Two nodes on one store, moved by hand. */
function aKitchen() {
  const world = new World({ passTimers: (ms) => jest.advanceTimersByTime(ms) });
  const { stage, nodes } = world;
  const [one, two] = nodes as [Node, Node];
  const asked = async (at: Node, subject: Subject, mode: 'use' | 'bypass' = 'use') => {
    void world.read(at, subject, mode);
    await settled();
  };
  const answered = (at: Node, subject: Subject) => stage.follow(() => world.read(at, subject));
  /** Committed and announced by its tag; the messages are still on their way. */
  const changed = (at: Node, subject: Subject) =>
    stage.follow(() => {
      world.commit(subject.item);
      world.announce(at, { by: 'tag', item: subject.item });
    });
  const forgotten = (at: Node, subject: Subject) =>
    stage.follow(() => {
      world.commit(subject.item);
      world.announce(at, { by: 'key', subject });
    });
  /** What this node holds of it is vouched for by its line: that stood before, and the entry was proven since. */
  const onItsLine = async (at: Node, subject: Subject) => {
    await answered(at, subject);
    for (let renewal = 0; renewal < 2; renewal += 1) {
      world.pass(600);
      await answered(at, subject);
      await stage.let(`${at.name} gets its echo`);
    }
  };
  return { world, stage, one, two, asked, answered, changed, forgotten, onItsLine };
}

async function expectNothingOld(world: World): Promise<void> {
  await world.end();
  expect(world.violations).toEqual([]);
}

it('what the line vouches for is served without asking the store, however long ago it was proven', async () => {
  const { world, stage, one, answered, onItsLine } = aKitchen();
  await onItsLine(one, menu);
  const before = stage.story.length;
  for (let second = 0; second < 20; second += 1) {
    world.pass(600);
    await answered(one, menu);
    await stage.let('one gets its echo');
  }
  const asked = stage.story
    .slice(before)
    .filter((line) => line.startsWith('one: ') && line.includes('reaches the store'));
  expect(new Set(asked)).toEqual(new Set(['one: is asked what it heard reaches the store']));
  await expectNothingOld(world);
});

describe('nothing old is served', () => {
  it('to who joins a load that took off before the trust window, when the message of a change is late', async () => {
    const { world, stage, one, two, asked, changed } = aKitchen();
    await asked(one, jar);
    await stage.upTo('one: ham 0');
    await changed(two, jar);
    world.pass(1000);
    await asked(one, jar);
    await expectNothingOld(world);
  });

  it('by trust in a line on which a message was lost', async () => {
    const { world, stage, one, two, asked, answered, changed, onItsLine } = aKitchen();
    await onItsLine(one, shelf);
    await changed(two, shelf);
    await stage.lose('one hears');
    world.pass(600);
    await answered(one, shelf);
    await stage.let('one gets its echo');
    world.pass(500);
    await asked(one, shelf);
    await expectNothingOld(world);
  });

  it('by trust in a line for longer than since it was asked what it heard, however late the answer', async () => {
    const { world, stage, one, two, asked, changed, onItsLine } = aKitchen();
    await onItsLine(one, shelf);
    world.pass(600);
    await asked(one, shelf);
    await stage.let('one: is asked', 'one: is asked');
    await changed(two, shelf);
    await stage.lose('one hears');
    world.pass(900);
    await stage.let('one gets its echo');
    world.pass(150);
    await asked(one, shelf);
    await expectNothingOld(world);
  });

  it('when the source fails, of what the store just said is no longer valid', async () => {
    const { world, stage, one, two, asked, answered, changed } = aKitchen();
    await answered(one, shelf);
    await changed(two, shelf);
    await stage.lose('one hears');
    world.pass(1000);
    await asked(one, shelf);
    await stage.upTo('one: egg is read');
    await stage.lose('one: egg is read');
    await expectNothingOld(world);
  });

  it('when store and source are both away, in a region that does not allow it', async () => {
    const { world, stage, one, two, asked, answered, changed } = aKitchen();
    await answered(one, jar);
    await changed(two, jar);
    await stage.lose('one hears');
    world.pass(1000);
    one.tier.connection = 'refuses';
    await asked(one, jar);
    await stage.lose('one: ham is read');
    await expectNothingOld(world);
  });

  it('of a key that is forgotten while somebody peeks', async () => {
    const { world, stage, one, two, answered, forgotten } = aKitchen();
    await answered(two, shelf);
    world.peek(one, shelf);
    await stage.let('one: read reaches');
    await forgotten(one, shelf);
    await stage.let('one: read is answered');
    await answered(one, shelf);
    await expectNothingOld(world);
  });

  it('of a key that is forgotten while two ask for it', async () => {
    const { world, stage, one, two, asked, answered, forgotten } = aKitchen();
    await answered(two, shelf);
    await asked(one, shelf);
    await stage.let('one: read reaches');
    await asked(one, shelf, 'bypass');
    await forgotten(one, shelf);
    await stage.let('one: read is answered');
    await answered(one, shelf);
    await expectNothingOld(world);
  });

  it('after a second change to what is just being announced for a first one', async () => {
    const { world, stage, one, changed, answered } = aKitchen();
    await answered(one, shelf);
    one.tier.connection = 'refuses';
    await changed(one, shelf);
    one.tier.connection = 'well';
    void one.cache.farAnswers();
    await stage.upTo('one: drop t:item:egg is answered');

    one.tier.connection = 'refuses';
    await changed(one, shelf);
    one.tier.connection = 'well';
    await stage.let('one: drop t:item:egg is answered');
    expect(one.cache.far?.owed).toBe(2);
    await expectNothingOld(world);
  });

  it('beyond the trust window in what was made, with the store away, of an answer that is not kept', async () => {
    const { world, stage, one, two, answered, changed } = aKitchen();
    world.commit('dish');
    world.commit('dish');
    await answered(one, shelf);
    await changed(two, shelf);
    await stage.lose('one hears');
    world.pass(900);
    one.tier.connection = 'refuses';
    await answered(one, menu);
    world.pass(200);
    await answered(one, menu);
    await expectNothingOld(world);
  });

  it('beyond the trust window to who joins, with the store away, a load that waits for an older one', async () => {
    const { world, stage, one, two, asked, changed } = aKitchen();
    one.tier.connection = 'refuses';
    await asked(one, jar);
    await stage.upTo('one: ham 0');
    await changed(two, jar);
    world.pass(900);
    await asked(one, menu);
    world.pass(100);
    await asked(one, menu);
    await expectNothingOld(world);
  });

  it('from two loads below, when the store is lost between them', async () => {
    const { world, stage, one, two, asked, answered, changed } = aKitchen();
    await answered(one, shelf);
    await changed(two, shelf);
    await stage.lose('one hears');
    await asked(one, menu);
    await stage.upTo('one: card is read');
    await stage.lose('one: read');
    await expectNothingOld(world);
  });

  it('in what was made of what is believed for longer in an outage, once that is over', async () => {
    const { world, stage, one, two, asked, answered, changed } = aKitchen();
    const salt = aSubject('ham', [], { name: 'salt', freshFor: '1h', trustAlone: '1m' });
    const soup = aSubject('dish', [salt], { name: 'soup', freshFor: '1h' });
    const stew = aSubject('card', [soup], { name: 'stew', freshFor: '1h' });
    await answered(one, salt);
    await changed(two, salt);
    await stage.lose('one hears');
    await asked(one, stew);
    await stage.upTo('one: card is read');
    await stage.lose('one: read');
    await world.rest();
    world.pass(1000);
    await asked(two, stew);
    await expectNothingOld(world);
  });
});
