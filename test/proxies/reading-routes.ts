import type { Cook } from '../cook.js';
import type { TestApp } from '../harness/app.js';

/** Every address that may be read, as the program itself lists them, with this person's ids in it. */
export async function readingRoutes(app: TestApp, person: Cook): Promise<string[]> {
  const { paths } = (await app.get('/docs/json')).body as { paths: Record<string, Record<string, unknown>> };
  const { jobId } = (await person.change('POST', '/users/:me/cache/warm')).body;
  const ids: Readonly<Record<string, unknown>> = { userId: person.id, jobId, id: 1, region: 'ingredients', key: 'all' };
  const asked = /^\/(preferences\/fresh|analytics\/complex)$/;
  return Object.keys(paths)
    .filter((path) => 'get' in (paths[path] ?? {}))
    .map((path) => path.replace('/api/v1', '').replaceAll(/\{(\w+)\}/g, (_, name: string) => String(ids[name])))
    .flatMap((path) => (path === '/recipes/search' ? [path, `${path}?userId=${person.id}`] : [path]))
    .map((path) => (asked.test(path) ? `${path}?userId=${person.id}` : path));
}
