import { isEks } from '../../../base/request/is-eks.ts';
import { ONE_WAY, takeAccessEntries } from '../../../execute/entry/access-mode.ts';
import { checkNamed } from '../check.ts';
import type { EndCheck } from '../kinds-of-checks.ts';

/** Runs enter with an access entry, which a cluster in mode CONFIG_MAP does not take. */
export const checkAccessMode: EndCheck = (side, route, facts) => {
  const { cluster: thing, region } = route[side];
  const { cluster } = facts[side];
  if (!('value' in cluster) || !isEks(route, side)) return [];
  const { ok, broken } = checkNamed(`${side} access mode`);
  const { authenticationMode } = cluster.value;
  if (authenticationMode !== 'CONFIG_MAP') return [ok(thing, authenticationMode)];
  return [
    broken({
      thing,
      found: 'CONFIG_MAP',
      sentence: `The cluster takes no access entries. ${ONE_WAY}`,
      fix: takeAccessEntries({ cluster: thing, region }),
    }),
  ];
};
