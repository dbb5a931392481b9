import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programPath } from './programs.js';

const run = promisify(execFile);

/** A certificate for 127.0.0.1 that nobody but who is given it trusts; it is its own authority. */
export class Certificate {
  private constructor(
    private readonly folder: string,
    readonly pem: string,
    readonly key: string,
  ) {}

  static async make(): Promise<Certificate> {
    const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    const [certFile, keyFile] = filesIn(folder);
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '1'];
    const about = ['-subj', '/CN=a test', '-addext', 'subjectAltName=IP:127.0.0.1'];
    await run(programPath('openssl'), ['req', ...kind, ...about, '-keyout', keyFile, '-out', certFile]);
    const [pem, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    return new Certificate(folder, pem, key);
  }

  /** What a client goes by: it trusts this authority, and shows that it belongs to it. */
  get client(): { ca: string; cert: string; key: string } {
    return { ca: this.pem, cert: this.pem, key: this.key };
  }

  /** How a Redis, or a Sentinel, is told to listen by TLS alone, and to want the same of whoever comes. */
  settings(port: number): Record<string, string | number> {
    const [certFile, keyFile] = filesIn(this.folder);
    return {
      port: 0,
      'tls-port': port,
      'tls-cert-file': certFile,
      'tls-key-file': keyFile,
      'tls-ca-cert-file': certFile,
      'tls-replication': 'yes',
    };
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

function filesIn(folder: string): [string, string] {
  return [join(folder, 'cert.pem'), join(folder, 'key.pem')];
}
