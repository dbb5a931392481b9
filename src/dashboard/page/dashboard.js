import { Client, SignedOut } from './client.js';
import { History } from './history.js';
import { adviceOf, healthOf, hotKeysOf, regionsOf, sinceOf, tilesOf } from './views.js';

const EVERY_MS = 5000;

const at = (id) => document.getElementById(id);
const client = new Client();
const history = new History();
const PLACES = ['tiles', 'history', 'regions', 'advice', 'hot-keys', 'health'];
let timer;
/** Counts looks and departures. */
let turn = 0;

function show(isSignedIn, told = '') {
  at('sign-in').hidden = isSignedIn;
  at('figures').hidden = !isSignedIn;
  at('controls').hidden = !isSignedIn;
  at('told').replaceChildren(told);
}

async function figures() {
  const [stats, advice, health] = await Promise.all([
    client.figures(`/api/v1/admin/cache/stats?scope=${at('scope').value}`),
    client.figures('/api/v1/admin/cache/advice'),
    client.figures('/health'),
  ]);
  return { stats, advice, health };
}

function tell({ stats, advice, health }) {
  history.add(Date.now(), stats);
  at('told').replaceChildren(sinceOf(stats));
  at('tiles').replaceChildren(...tilesOf(stats, health));
  at('history').replaceChildren(...history.drawn());
  at('regions').replaceChildren(regionsOf(stats));
  at('advice').replaceChildren(adviceOf(advice));
  at('hot-keys').replaceChildren(hotKeysOf(advice));
  at('health').replaceChildren(healthOf(health));
}

/** Looks now, and again after a while; not while nobody sees it. What was asked for before this, or before a sign-out, is not shown any more. */
async function look() {
  const mine = (turn += 1);
  clearTimeout(timer);
  if (document.hidden || !client.isSignedIn) return;
  try {
    const found = await figures();
    if (mine === turn) tell(found);
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof SignedOut) return leave(error.message);
    // What was seen last stays; the next look tries again.
    at('told').replaceChildren(`No new figures: ${error.message}`);
  }
  if (mine === turn) timer = setTimeout(() => void look(), EVERY_MS);
}

function leave(told) {
  turn += 1;
  clearTimeout(timer);
  client.signOut();
  for (const place of PLACES) at(place).replaceChildren();
  show(false, told);
}

async function enter() {
  const password = at('password').value;
  at('password').value = '';
  try {
    await client.signIn(at('email').value, password);
    show(true);
  } catch (error) {
    leave(error.message);
  }
  return look();
}

at('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  void enter();
});
at('sign-out').addEventListener('click', () => leave('Signed out'));
at('scope').addEventListener('change', () => void look());
document.addEventListener('visibilitychange', () => void look());
