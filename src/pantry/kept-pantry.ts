import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, PersonalDataRegistry } from '../auth/personal-data.js';
import { JournalRepository } from './journal.repository.js';
import { pantryTag } from './pantry.cache.js';
import { PantryRepository } from './pantry.repository.js';

/** This room's part of what is kept of a user; its rows go with the user's. */
@Injectable()
export class KeptPantry extends PersonalData implements OnModuleInit {
  readonly section = 'pantry';

  constructor(
    private readonly repository: PantryRepository,
    private readonly journal: JournalRepository,
    private readonly registry: PersonalDataRegistry,
  ) {
    super();
  }

  onModuleInit(): void {
    this.registry.register(this);
  }

  async exportOf(userId: number): Promise<object> {
    return { items: await this.repository.allOf(userId), journal: await this.journal.allOf(userId) };
  }

  override tagsOf(userId: number) {
    return [pantryTag(userId)];
  }
}
