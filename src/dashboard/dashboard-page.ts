import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { etagOf } from '#cache';

/** One file of the page, ready to be sent. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly etag: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const FILES: Readonly<Record<string, string>> = {
  'dashboard.css': STYLE,
  'dashboard.js': SCRIPT,
  'client.js': SCRIPT,
  'elements.js': SCRIPT,
  'history.js': SCRIPT,
  'in-words.js': SCRIPT,
  'views.js': SCRIPT,
};

/** The page of the operators and what it is made of. There is no figure in it: its script asks for them as who signed in. */
@Injectable()
export class DashboardPage {
  readonly page = fileAt('dashboard.html', 'text/html; charset=utf-8');
  readonly #files = new Map(Object.entries(FILES).map(([name, type]) => [name, fileAt(name, type)]));

  /** A style or script of the page; undefined for everything else. */
  fileNamed(name: string): PageFile | undefined {
    return this.#files.get(name);
  }
}

/** Beside this file in the sources and, copied by the build, beside it in `dist`. */
function fileAt(name: string, contentType: string): PageFile {
  const bytes = readFileSync(new URL(`page/${name}`, import.meta.url));
  return { bytes, contentType, etag: etagOf(bytes) };
}
