import type { Brief } from './brief.js';

/** What a writer says, not looked at yet: who takes it must check it. */
export interface Draft {
  readonly answer: string;
  /** Ids of the recipes that it recommends, the best first. */
  readonly recipes: readonly number[];
}

/** Puts into words what was found. It chooses among the candidates of the brief and decides nothing else. */
export abstract class LanguageModel {
  /** What the answer says it was written by. */
  abstract readonly name: string;

  abstract write(brief: Brief): Promise<Draft>;
}
