import { Injectable } from '@nestjs/common';

/** How a warm-up of many users ended. */
export interface WarmupOutcome {
  readonly finishedAt: string;
  readonly users: number;
  readonly failed: number;
}

/** The last warm-up, told by whoever ran it to whoever asks. */
@Injectable()
export class LatestWarmup {
  /** Null before the first one ended. */
  told: WarmupOutcome | null = null;
}
