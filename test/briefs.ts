import type { Brief } from '../src/assistant/brief.js';
import { TODAY } from './kitchen.js';

/** A brief with two candidates, 11 and 12, but for what the test cares about. */
export function aBrief(rest: Partial<Brief> = {}): Brief {
  return {
    message: 'What can I cook?',
    context: 'any',
    pantry: { today: TODAY, items: 3, due: [{ name: 'spinach', daysLeft: 1, ingredientId: 1 }], goodUntil: 0 },
    tastes: { diets: [], allergens: [], liked: [], disliked: [], maxMinutes: null, householdSize: 2 },
    wanted: [],
    candidates: [
      {
        id: 11,
        title: 'Spinach pie',
        minutes: 40,
        asked: [],
        missing: ['filo'],
        reasons: ['Uses spinach, due tomorrow'],
      },
      { id: 12, title: 'Bean chilli', minutes: null, asked: [], missing: [], reasons: [] },
    ],
    plates: [],
    ...rest,
  };
}

/** What an endpoint that speaks OpenAI's chat completions answers. */
export function aCompletion(content: unknown) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'tiny',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: { role: 'assistant', content: typeof content === 'string' ? content : JSON.stringify(content) },
      },
    ],
  };
}
