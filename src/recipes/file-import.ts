import { open, readFile, type FileHandle } from 'node:fs/promises';
import type { Skipped } from './json-ld.js';
import { documentsIn } from './ndjson.js';
import type { ImportReport, ImportRun } from './recipe-importer.js';

export interface FileImportResult {
  readonly report: ImportReport;
  /** Lines that are no JSON, and files that could not be read, with the file in the name. */
  readonly unread: readonly Skipped[];
}

const BATCH = 200;
/** Lines are told apart as bytes, so that none is decoded before it is seen whether it can be. */
const ONE_A_BYTE = 'latin1';

/** Imports files of recipes: NDJSON line by line, so that memory does not grow with the file, other JSON as a whole. */
export class FileImport {
  readonly #unread: Skipped[] = [];
  #unreadable = 0;
  #read = 0;

  constructor(
    private readonly run: ImportRun,
    private readonly onProgress: (file: string, recipes: number) => void,
  ) {}

  get result(): FileImportResult {
    return { report: this.run.report, unread: this.#unread };
  }

  /** False when a file could not be read, or nothing of any was taken. */
  get succeeded(): boolean {
    const { imported, updated, unchanged } = this.run.report;
    return this.#unreadable === 0 && imported + updated + unchanged > 0;
  }

  /** Imports one file. What cannot be read is told in the result; a failing database throws. */
  async read(file: string): Promise<void> {
    const handle = await this.#opened(file);
    if (!handle) return;
    try {
      if (await isOneDocument(handle)) await this.#whole(file);
      else await this.#byLine(file, handle);
    } finally {
      await handle.close();
    }
    await this.run.announce();
  }

  async #opened(file: string): Promise<FileHandle | undefined> {
    try {
      const handle = await open(file);
      if ((await handle.stat()).isFile()) return handle;
      await handle.close();
      throw new Error('it is no file');
    } catch (error) {
      this.#unreadable += 1;
      this.#unread.push({ name: file, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }

  async #whole(file: string): Promise<void> {
    const { documents, skipped } = documentsIn([await readFile(file)]);
    this.#unread.push(...skipped.map(({ reason }) => ({ name: file, reason })));
    await this.#take(file, documents);
  }

  async #byLine(file: string, handle: FileHandle): Promise<void> {
    let lines: Buffer[] = [];
    let firstLine = 1;
    const flush = async () => {
      const { documents, skipped } = documentsIn(lines, firstLine);
      this.#unread.push(...skipped.map(({ name, reason }) => ({ name: `${file}, ${name}`, reason })));
      firstLine += lines.length;
      lines = [];
      await this.#take(file, documents);
    };
    for await (const line of handle.readLines({ autoClose: false, start: 0, encoding: ONE_A_BYTE })) {
      lines.push(Buffer.from(line, ONE_A_BYTE));
      if (lines.length >= BATCH) await flush();
    }
    await flush();
  }

  async #take(file: string, documents: readonly unknown[]): Promise<void> {
    await this.run.add(documents);
    this.#read += documents.length;
    this.onProgress(file, this.#read);
  }
}

const PEEK = 64 * 1024;

/** True for JSON over several lines; false where one of the first two documents stands on a line of its own, if only half of it. */
async function isOneDocument(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(PEEK), 0, PEEK, 0);
  const head = buffer.subarray(0, bytesRead).toString('utf8').trimStart();
  const [first = '', ...others] = head.split('\n');
  if (others.length === 0 && bytesRead === PEEK) return false;
  const second = others.find((line) => line.trim() !== '')?.trimStart() ?? '';
  return !isJson(first) && (first.startsWith('[') || !second.startsWith('{'));
}

function isJson(text: string): boolean {
  return documentsIn([text]).documents.length === 1;
}

/** What the command says at the end. */
export function summaryLines({ report, unread }: FileImportResult): string[] {
  const { imported, updated, unchanged, skipped, warnings, lines, resolved } = report;
  const share = lines === 0 ? '' : ` (${((100 * resolved) / lines).toFixed(1)} %)`;
  const left = [...unread, ...skipped];
  return [
    `imported ${imported}, updated ${updated}, unchanged ${unchanged}, skipped ${left.length}`,
    `ingredient lines: ${resolved} of ${lines} resolved${share}`,
    ...left.map(({ name, reason }) => `skipped ${name}: ${reason}`),
    ...warnings.map(({ name, reason }) => `warning ${name}: ${reason}`),
  ];
}
