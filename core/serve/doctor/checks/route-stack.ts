import { sayOlder } from '../../route-stack.ts';
import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, warning, unknown } = checkNamed('route stack');

/** A route in a stack of its own was deployed with the hub as it is. */
export const checkRouteStack: RouteCheck = ({ name: route }, { routeStack }) => {
  if (!routeStack) return [];
  const { name, hub, version } = routeStack;
  if ('notAsked' in version) return [unknown(name, version.notAsked)];
  if ('failure' in version) return [unknown(name, version.failure.message)];
  const sentence = sayOlder(route, routeStack, version.value);
  if (!sentence) return [ok(name, `version ${hub}`)];
  const found = version.value ? `version ${version.value}` : 'no version';
  return [warning({ thing: name, found, sentence, fix: `npx cdk deploy ${name}` })];
};
