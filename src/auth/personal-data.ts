import { Injectable } from '@nestjs/common';
import type { Tag } from '#cache';

/**
 * What one room keeps of a user. The rooms above register theirs, so that deleting a user and exporting its data reach
 * everything without this room knowing who is there.
 */
export abstract class PersonalData {
  /** Its name in the export: `pantry`. */
  abstract readonly section: string;

  /** All that is kept of the user, as JSON-able data; undefined where there is nothing to tell. */
  abstract exportOf(userId: number): Promise<unknown>;

  /** Runs in the transaction that removes the user. Rows that refer to the user go by themselves. */
  async eraseOf(userId: number): Promise<void> {
    void userId;
  }

  /** What is to be announced once the user is gone. */
  tagsOf(userId: number): readonly Tag[] {
    void userId;
    return [];
  }
}

/** Everybody who keeps something of a user. */
@Injectable()
export class PersonalDataRegistry {
  readonly #sections = new Map<string, PersonalData>();

  /** Called when a room starts. Two of one name are a mistake. */
  register(data: PersonalData): void {
    if (this.#sections.has(data.section)) throw new Error(`Personal data "${data.section}" is registered twice`);
    this.#sections.set(data.section, data);
  }

  all(): readonly PersonalData[] {
    return [...this.#sections.values()];
  }
}
