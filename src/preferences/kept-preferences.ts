import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, PersonalDataRegistry } from '../auth/personal-data.js';
import { preferencesTag } from './preferences.cache.js';
import { PreferencesRepository } from './preferences.repository.js';
import { PreferencesService } from './preferences.service.js';

/** This room's part of what is kept of a user; its rows go with the user's. */
@Injectable()
export class KeptPreferences extends PersonalData implements OnModuleInit {
  readonly section = 'preferences';

  constructor(
    private readonly preferences: PreferencesService,
    private readonly repository: PreferencesRepository,
    private readonly registry: PersonalDataRegistry,
  ) {
    super();
  }

  onModuleInit(): void {
    this.registry.register(this);
  }

  async exportOf(userId: number): Promise<object> {
    return {
      stated: await this.preferences.fromSource(userId),
      interactions: await this.repository.allActsOf(userId),
    };
  }

  override tagsOf(userId: number) {
    return [preferencesTag(userId)];
  }
}
