import { describe, expect, it } from '@jest/globals';
import { Fences } from './fences.js';
import { Flight, Flights } from './flights.js';
import { aReading, noteFlight, noteProof } from './reading.js';

function anAirport() {
  const fences = new Fences();
  const flights = new Flights();
  let ticks = 0;
  const takeOff = (key: string, on: readonly string[] = ['t:shelf']) => {
    ticks += 1;
    const flight = new Flight(fences.hold(on), fences.hold([`k:${key}`]), 100 * ticks, ticks);
    let land: (value: string) => void = () => undefined;
    let crash: (error: Error) => void = () => undefined;
    const gate = new Promise<string>((resolve, reject) => {
      land = resolve;
      crash = reject;
    });
    const landing = flights.start(key, flight, () => gate);
    return { flight, landing, land, crash };
  };
  return { fences, flights, takeOff };
}

describe('a flight', () => {
  it('takes along who asks for its key meanwhile, and nobody after it landed', async () => {
    const { flights, takeOff } = anAirport();
    const { landing, land } = takeOff('a');
    const passenger = flights.joinable<string>('a', 0)?.landing;
    expect(flights.joinable('b', 0)).toBeUndefined();
    land('egg');
    expect([await passenger, await landing]).toEqual(['egg', 'egg']);
    expect(flights.joinable('a', 0)).toBeUndefined();
  });

  it('gives its very error to all, and nobody joins it afterwards', async () => {
    const { flights, takeOff } = anAirport();
    const { landing, crash } = takeOff('a');
    const error = new Error('out of order');
    const joined = flights.joinable('a', 0) ?? { landing: Promise.resolve('not joined') };
    const passengers = [landing, joined.landing];
    crash(error);
    expect(await Promise.allSettled(passengers)).toEqual(passengers.map(() => ({ status: 'rejected', reason: error })));
    expect(flights.joinable('a', 0)).toBeUndefined();
  });

  it('is joined by nobody once something it depends on has changed', () => {
    const { fences, flights, takeOff } = anAirport();
    const { flight, land } = takeOff('a', ['t:shelf', 'r:shelves']);
    fences.raise(['t:other']);
    expect(flights.joinable('a', 0)).toBeDefined();
    fences.raise(['r:shelves']);
    expect(flight.stands()).toBe(false);
    expect(flights.joinable('a', 0)).toBeUndefined();
    land('old');
  });

  it('is joined by nobody once its own key was dropped', () => {
    const { fences, flights, takeOff } = anAirport();
    const { flight, land } = takeOff('a');
    fences.raise(['k:b', 'k:a']);
    expect(flight.stands()).toBe(false);
    expect(flights.joinable('a', 0)).toBeUndefined();
    land('old');
  });

  it('is joined by nobody who needs to know later than it took off', () => {
    const { flights, takeOff } = anAirport();
    const { flight, land } = takeOff('a');
    expect(flights.joinable('a', flight.tick)).toBeUndefined();
    expect(flights.joinable('a', flight.tick - 1)).toBeDefined();
    land('egg');
  });

  it('is joined by nobody once a change was announced of its tag and its key at once', () => {
    const { fences, flights, takeOff } = anAirport();
    const { flight, land } = takeOff('a');
    fences.raise(['t:shelf', 'k:a']);
    expect(flight.stands()).toBe(false);
    expect(flights.joinable('a', 0)).toBeUndefined();
    land('old');
  });

  it('that lands when a newer one has come and gone brings what it has to its own passengers', async () => {
    const { fences, takeOff } = anAirport();
    const old = takeOff('a');
    fences.raise(['t:shelf']);
    const newer = takeOff('a');
    newer.land('new');
    expect(await newer.landing).toBe('new');
    old.land('old');
    expect(await old.landing).toBe('old');
  });

  it('that lands late leaves a newer one for its key alone', async () => {
    const { fences, flights, takeOff } = anAirport();
    const old = takeOff('a');
    fences.raise(['t:shelf']);
    const newer = takeOff('a');
    old.land('old');
    await old.landing;
    const passenger = flights.joinable<string>('a', 0)?.landing;
    newer.land('new');
    expect(await passenger).toBe('new');
  });

  it('is waited for at the end, however it ends', async () => {
    const { flights, takeOff } = anAirport();
    const [one, two] = [takeOff('a'), takeOff('b')];
    let waits = true;
    const settled = flights.settled().then(() => (waits = false));
    one.land('egg');
    await one.landing;
    await new Promise(setImmediate);
    expect(waits).toBe(true);
    two.crash(new Error('out of order'));
    await expect(two.landing).rejects.toThrow('out of order');
    await settled;
    expect(flights.joinable('a', 0)).toBeUndefined();
  });
});

describe('what a flight brings', () => {
  it('is known since its take-off, whatever it is given that is newer', () => {
    const { flight } = anAirport().takeOff('a');
    expect(flight.proof).toEqual({ provenAt: 100, provenTick: 1 });

    flight.reading = aReading('use', 0);
    noteProof(flight.reading, { provenAt: 101, provenTick: 2 });
    expect(flight.proof).toEqual({ provenAt: 100, provenTick: 1 });
  });

  it('is known no longer than the oldest value that its load was given, or waits for', () => {
    const { takeOff } = anAirport();
    const [below, above] = [takeOff('below'), takeOff('above')];
    above.flight.reading = aReading('use', 0);
    noteFlight(above.flight.reading, below.flight);
    expect(above.flight.proof).toEqual({ provenAt: 100, provenTick: 1 });

    noteProof(above.flight.reading, { provenAt: 50, provenTick: 0 });
    expect(above.flight.proof).toEqual({ provenAt: 50, provenTick: 0 });
  });
});
