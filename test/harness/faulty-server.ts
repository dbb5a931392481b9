import type { ServerProcess } from './server-process.js';

/** A server that a test may freeze, thaw and kill; none that is not running minds. */
export abstract class FaultyServer {
  protected process: ServerProcess | undefined;

  async kill(): Promise<void> {
    await this.process?.kill();
  }

  async freeze(): Promise<void> {
    await this.process?.freeze();
  }

  async thaw(): Promise<void> {
    await this.process?.thaw();
  }
}
