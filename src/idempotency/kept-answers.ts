import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, PersonalDataRegistry } from '../auth/personal-data.js';
import { IdempotencyRepository, ownerOfUser } from './idempotency.repository.js';

/** The answers kept for repetition go with their user; the export has what they were made from. */
@Injectable()
export class KeptAnswers extends PersonalData implements OnModuleInit {
  readonly section = 'keptAnswers';

  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly registry: PersonalDataRegistry,
  ) {
    super();
  }

  onModuleInit(): void {
    this.registry.register(this);
  }

  async exportOf(): Promise<undefined> {
    return undefined;
  }

  override async eraseOf(userId: number): Promise<void> {
    await this.repository.removeOf(ownerOfUser(userId));
  }
}
