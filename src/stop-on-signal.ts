import type { INestApplication } from '@nestjs/common';

/** How long requests under way may take once the program was told to stop. */
const DRAIN_MS = 10_000;

/** SIGTERM and SIGINT: take nothing new, finish what is under way, let go of everything, exit 0. A second signal does not wait. */
export function stopOnSignal(app: INestApplication): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await app.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}
