import { Injectable } from '@nestjs/common';
import { Cache, Clock } from '#cache';
import type { Day } from '../calendar/day.js';
import { dayAt } from '../calendar/time-zone.js';
import type { PageQuery } from '../http/page.js';
import { notFound } from '../http/problem.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { JournalRepository } from './journal.repository.js';
import type { Lot, Pantry } from './lot.js';
import { pantryRegion } from './pantry.cache.js';
import type { ExpiringView, JournalPage, PantryView } from './pantry.dto.js';
import { PantryRepository } from './pantry.repository.js';
import { entryView, expiringView, pantryView } from './pantry.view.js';

/** What people have, and how long it keeps from today on. */
@Injectable()
export class PantryService {
  constructor(
    private readonly repository: PantryRepository,
    private readonly journal: JournalRepository,
    private readonly preferences: PreferencesService,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  async of(userId: number): Promise<PantryView> {
    const [pantry, timeZone] = await Promise.all([this.#facts(userId), this.preferences.timeZoneOf(userId)]);
    return pantryView(pantry, this.#todayIn(timeZone));
  }

  /** As `of`, but what the database says now; nothing is kept of it. */
  async fromSource(userId: number): Promise<PantryView> {
    const [pantry, timeZone] = await Promise.all([this.#factsFromSource(userId), this.preferences.timeZoneOf(userId)]);
    return pantryView(pantry, this.#todayIn(timeZone));
  }

  async expiring(userId: number, within: number): Promise<ExpiringView> {
    const [pantry, timeZone] = await Promise.all([this.#facts(userId), this.preferences.timeZoneOf(userId)]);
    return expiringView(pantry, within, this.#todayIn(timeZone));
  }

  async journalOf(userId: number, { page, limit }: PageQuery): Promise<JournalPage> {
    const { lines, total } = await this.journal.pageOf(userId, { page, limit });
    return { items: lines.map(entryView), page, limit, total };
  }

  /** The lots as facts, for who ranks by them. */
  async itemsOf(userId: number): Promise<readonly Lot[]> {
    return (await this.#facts(userId)).items;
  }

  /** The day it is where the user lives. */
  async todayOf(userId: number): Promise<Day> {
    return this.#todayIn(await this.preferences.timeZoneOf(userId));
  }

  #todayIn(timeZone: string): Day {
    return dayAt(this.clock.now(), timeZone);
  }

  #facts(userId: number): Promise<Pantry> {
    return this.cache.read(pantryRegion, { userId }, () => this.#factsFromSource(userId));
  }

  async #factsFromSource(userId: number): Promise<Pantry> {
    const pantry = await this.repository.pantryOf(userId);
    if (!pantry) throw notFound(`User ${userId}`);
    return pantry;
  }
}
