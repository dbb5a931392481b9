import type { ResponsePolicy } from './cached-response.js';
import { inputsOf } from './handler-inputs.js';
import type { Visible } from './narrowed-request.js';

const known = new WeakMap<ResponsePolicy, Visible>();

/** What a cached handler takes and its key holds; looked up once. */
export function visibleTo(policy: ResponsePolicy): Visible {
  const found = known.get(policy);
  if (found) return found;

  const { controller, method, inputs } = policy;
  const { query } = inputsOf(controller, method);
  const visible = { name: `${controller.name}.${method}`, query: new Set(query), headers: inputs.vary };
  known.set(policy, visible);
  return visible;
}
