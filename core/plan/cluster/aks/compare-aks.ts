import { type Comparison, compareParts } from '../compare.ts';
import type { AksBlueprint } from './aks-blueprint.ts';

/** What a blueprint leaves open here, Azure fills in; whatever else is left open stays empty. */
const FILLED_IN =
  /^(?:cluster\.(?:supportPlan|identity|kubeletIdentity|autoUpgrade|network\.(?:dataplane|podCidr|policy|pluginMode))|nodePools\..+\.(?:osSku|osDiskSizeGiB|osDiskType|maxPods|spotMaxPrice|subnetId))(?:\.|$)/;

/** Compares the cluster that is there with the one that was to be. */
export const compareAks = (expected: AksBlueprint, found: AksBlueprint): Comparison =>
  compareParts(comparable(expected, expected), comparable(found, expected), (path) => FILLED_IN.test(path));

/** The autoscaler may have changed the number of nodes by now; ids of Azure are the same in any letter case. */
function comparable({ cluster, nodePools, ...rest }: AksBlueprint, expected: AksBlueprint): AksBlueprint {
  const scales = (name: string) => expected.nodePools.some((pool) => pool.name === name && pool.scaling);
  return inOneCase({
    ...rest,
    cluster,
    nodePools: nodePools.map((pool) => (scales(pool.name) ? { ...pool, count: 0 } : pool)),
  });
}

const inOneCase = (blueprint: AksBlueprint): AksBlueprint =>
  JSON.parse(JSON.stringify(blueprint), (_, value: unknown) =>
    typeof value === 'string' && /^\/subscriptions\//i.test(value) ? value.toLowerCase() : value,
  ) as AksBlueprint;
