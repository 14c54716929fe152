import type { Blueprint } from './blueprint.ts';
import { CLUSTER_SETTINGS, NODEGROUP_SETTINGS } from './described-fields.data.ts';

/** What a blueprint leaves open here, EKS fills in: settings, addresses of services, the default version of a template, an add-on's own namespace. */
const FILLED_IN = new RegExp(
  `^(?:cluster\\.(?:${[...CLUSTER_SETTINGS, 'gatewayApi', 'controlPlaneEgressMode', 'serviceIpv4Cidr'].join('|')})` +
    `|nodegroups\\..+\\.(?:${[...NODEGROUP_SETTINGS, 'launchTemplate\\.version'].join('|')})` +
    '|addons\\.[^.]+\\.namespace)(?:\\.|$)',
);

export interface Comparison {
  matchesBlueprint: boolean;
  /** `nodegroups.web.scaling.maxSize: 4 expected, 3 found`. */
  differences: string[];
}

/** Compares the cluster that is there with the one that was to be. */
export const compareBlueprints = (expected: Blueprint, found: Blueprint): Comparison =>
  compareParts(expected, found, (path) => FILLED_IN.test(path));

interface Parts {
  cluster: unknown;
}

/** Of any cloud; `isFilledIn` says of the path of what the blueprint leaves open whether the cloud chooses there. */
export function compareParts<T extends Parts>(
  expected: T,
  found: T,
  isFilledIn: (path: string) => boolean,
): Comparison {
  const differences = differ('', byName(expected), byName(found), isFilledIn);
  return { matchesBlueprint: differences.length === 0, differences };
}

/** Lists of named parts as maps, so that one part more is one difference and not a shift of all. */
function byName({ cluster, ...lists }: Parts): Record<string, unknown> {
  const parts = Object.entries(lists).map(([kind, items]) => [
    kind,
    Object.fromEntries((items as Record<string, unknown>[]).map((item) => [nameOf(item), item])),
  ]);
  return { cluster, ...Object.fromEntries(parts) };
}

const nameOf = (item: Record<string, unknown>) =>
  String(item.name ?? item.principalArn ?? `${item.namespace}/${item.serviceAccount}`);

function differ(path: string, expected: unknown, found: unknown, isFilledIn: (path: string) => boolean): string[] {
  if (expected === undefined && isFilledIn(path)) return [];
  if (isObject(expected) && isObject(found)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
      .toSorted()
      .flatMap((key) => differ(path === '' ? key : `${path}.${key}`, expected[key], found[key], isFilledIn));
  }
  const [was, is] = [JSON.stringify(expected), JSON.stringify(found)];
  return was === is ? [] : [`${path}: ${was ?? 'nothing'} expected, ${is ?? 'nothing'} found`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
