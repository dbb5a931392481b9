import type { Job } from './jobs.repository.js';

export class WarmupStarted {
  message!: string;
  jobId!: number;
}

export class WarmupProgress {
  jobId!: number;
  state!: 'queued' | 'running' | 'done' | 'failed';
  /** Parts in all, those that are over, and those of them that failed. */
  total!: number;
  done!: number;
  failed!: number;
  errors!: string[];
  startedAt!: string;
  finishedAt!: string | null;
}

export function progressOf({ id, state, total, done, failed, errors, createdAt, finishedAt }: Job): WarmupProgress {
  return {
    jobId: id,
    state,
    total,
    done,
    failed,
    errors,
    startedAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
