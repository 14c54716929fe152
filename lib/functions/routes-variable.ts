import { packed } from '../../core/base/request/packed.ts';
import type { Route } from '../../core/base/request/route.ts';

/** All variables of a function together (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const LAMBDA_ENVIRONMENT_BYTES = 4096;
/** Left for the variables that every function has. */
const OTHER_VARIABLES_BYTES = 512;

/**
 * The routes for a function's environment, packed and without what equals the default. Throws when they do not fit into what
 * Lambda allows; `beside` are other variables that grow with the routes.
 */
export function routesVariable(routes: readonly Route[], beside: readonly string[] = []): string {
  const text = packed(routes.map(withoutDefaults));
  const bytes = [text, ...beside].join('').length;
  const allowed = LAMBDA_ENVIRONMENT_BYTES - OTHER_VARIABLES_BYTES;
  if (bytes <= allowed) return text;
  throw new Error(
    `The ${routes.length} routes of kubeferry.config.ts take ${bytes} bytes, but a function's environment has room for ` +
      `${allowed}: shorten their names, limits and defaults, or spread them over a second hub.`,
  );
}

function withoutDefaults({ mayQuiesce, mayAddRules, limits, defaults, approval, ...route }: Route) {
  return {
    ...route,
    ...(mayQuiesce ? { mayQuiesce } : {}),
    ...(mayAddRules ? { mayAddRules } : {}),
    ...(approval === 'required' ? { approval } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(Object.keys(defaults).length > 0 ? { defaults } : {}),
  };
}
