import { Config } from '../../dist/src/config/config.js';
import { createApp } from '../../dist/src/create-app.js';

const SETTINGS = {
  NODE_ENV: 'production',
  JWT_SECRET: 'a secret of the benchmark, long enough for its program',
  DATA_DIR: 'memory:',
  LOG_LEVEL: 'warn',
  WARMUP_CRON: 'off',
  RATE_LIMIT_PER_MINUTE: '1000000',
};
const ANN = { email: 'ann@example.org', password: 'a pass phrase of Ann', name: 'Ann' };
const PANTRY = ['eggs', 'milk', 'butter', 'spinach', 'tomatoes', 'onions', 'rice'];

/** The whole program as it comes, with everything that stands before an answer, and somebody who has something in the pantry. */
export async function program() {
  const app = await createApp(Config.from(SETTINGS));
  await app.listen(0, '127.0.0.1');
  const asked = async (method, path, payload, headers = {}) => {
    const answer = await app.inject({ method, url: `/api/v1${path}`, payload, headers });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${answer.body}`);
    return answer.json();
  };
  const { user, accessToken } = await asked('POST', '/auth/register', ANN);
  const headers = { authorization: `Bearer ${accessToken}` };
  const items = PANTRY.map((name) => ({ name, quantity: 500, unit: 'g' }));
  await asked('PUT', `/pantry/${user.id}/items`, items, headers);
  const cases = {
    recommendations: { path: `/api/v1/recommendations/${user.id}?limit=5`, headers },
    pantry: { path: `/api/v1/pantry/${user.id}`, headers },
    search: { path: '/api/v1/recipes/search?query=soup&limit=5', headers: {} },
  };
  return { port: app.getHttpServer().address().port, answers: { cases: () => cases } };
}
