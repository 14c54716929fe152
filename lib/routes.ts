import * as z from 'zod';
import { Config } from '../core/base/request/config.ts';
import { connectorOf } from '../core/base/request/end.ts';
import { isEks } from '../core/base/request/is-eks.ts';
import { isKeyArn } from '../core/base/request/named-arns.ts';
import type { Route, RouteConfig } from '../core/base/request/route.ts';
import { machineName, ROLE } from '../core/base/run/names.ts';
import { kmsArn, partitionOf, roleArn } from './arns.ts';
import { scheduleMistakes } from './schedules/mistakes.ts';
import { uiMistakes } from './ui/mistakes.ts';

/** The alias of the key that a target stack makes when no route names one of its own. */
export const KEY_ALIAS = 'alias/kubeferry';

export type CheckedConfig = z.output<typeof Config>;

/** Reads `kubeferry.config.ts`. Throws one error that lists every mistake, each with where it is and the way out. */
export function checkConfig(config: unknown, childMachines: readonly string[]): CheckedConfig {
  const parsed = Config.safeParse(config);
  if (!parsed.success) throw new Error(`kubeferry.config.ts has mistakes:\n${z.prettifyError(parsed.error)}`);
  const mistakes = [
    ...routeNameMistakes(parsed.data.routes, childMachines),
    ...partitionMistakes(parsed.data),
    ...parsed.data.routes.flatMap(keyMistakes),
    ...parsed.data.routes.flatMap(createMistakes),
    ...connectorMistakes(parsed.data.routes),
    ...plainSourceMistakes(parsed.data.routes),
    ...parsed.data.routes.flatMap(aksMistakes),
    ...parsed.data.routes.flatMap(aksTargetMistakes),
    ...namesakeMistakes(parsed.data.routes),
    ...scheduleMistakes(parsed.data),
    ...uiMistakes(parsed.data),
  ];
  if (mistakes.length > 0) throw new Error(`kubeferry.config.ts has mistakes:\n${mistakes.join('\n')}`);
  return parsed.data;
}

/** As names of a template have it, which are letters and digits alone. */
const withoutHyphens = (name: string) => name.replaceAll('-', '');

function routeNameMistakes(routes: RouteConfig[], childMachines: readonly string[]): string[] {
  return routes.flatMap(({ name, stack }, index) => [
    ...routes
      .slice(0, index)
      .filter(
        (other) => other.name !== name && other.stack === stack && withoutHyphens(other.name) === withoutHyphens(name),
      )
      .map(
        (other) =>
          `Routes "${other.name}" and "${name}" differ in their hyphens alone, which the names in a template of CloudFormation do not have: choose another name for one.`,
      ),
    ...(childMachines.includes(name)
      ? [
          `Route "${name}" would make the state machine ${machineName(name)}, which kubeferry has already: choose another name.`,
        ]
      : []),
    ...(routes.findIndex((route) => route.name === name) < index
      ? [`Two routes are named "${name}": each becomes a state machine, so their names must differ.`]
      : []),
  ]);
}

/** A role is taken within its partition alone: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function partitionMistakes({ hub, routes }: CheckedConfig): string[] {
  const home = partitionOf(hub.region);
  const strange = (side: 'source' | 'target') =>
    routes.filter((route) => partitionOf(route[side].region) !== home).map((route) => ({ route, side }));
  return [...strange('source'), ...strange('target')].map(
    ({ route, side }) =>
      `Route "${route.name}": its ${side} is in ${route[side].region}, partition ${partitionOf(route[side].region)}, and the hub ` +
      `in ${home}: no role can be taken across partitions. Deploy a hub of its own there; a route has both ends in its hub's partition.`,
  );
}

function keyMistakes({ name, target }: RouteConfig): string[] {
  const [, , , region, account] = target.kmsKeyArn?.split(':') ?? [];
  if (!target.kmsKeyArn || (region === target.region && account === target.account)) return [];
  return [
    `Route "${name}": the key ${target.kmsKeyArn} is in ${account} ${region}, but its target is in ` +
      `${target.account} ${target.region}: EBS encrypts with a key of the volume's own Region; name one, or leave kmsKeyArn out.`,
  ];
}

/**
 * EKS takes roles of its own account only, and a right on a key of another account would be a right in an account that may
 * be no route's target. Roles of access entries may be anybody's
 * (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html).
 */
function createMistakes({ name, target }: RouteConfig): string[] {
  if (target.kind === 'aks' || !target.create) return [];
  const { roleArn, nodeRoleArn, podExecutionRoleArn, map } = target.create;
  const handedOver = [
    roleArn,
    nodeRoleArn,
    podExecutionRoleArn,
    ...Object.values(map).filter((arn) => isKeyArn(arn ?? '')),
  ];
  const foreign = handedOver.filter((arn) => arn && arn.split(':')[4] !== target.account);
  return foreign.map(
    (arn) =>
      `Route "${name}": target.create names ${arn}, but the target is the account ${target.account}: name one of that ` +
      'account; for a key, null leaves its encryption out.',
  );
}

/** A cluster has one connector on each side, whichever route leads there. */
function connectorMistakes(routes: RouteConfig[]): string[] {
  return (['source', 'target'] as const).flatMap((side) =>
    [...Map.groupBy(routes, (route) => placeKey(route[side])).values()].flatMap((same) => {
      const different = new Set(same.map((route) => JSON.stringify(connectorOf(route[side]))));
      if (different.size === 1) return [];
      const named = same.map(({ name }) => `"${name}"`).join(' and ');
      return [
        `Routes ${named} have the same ${side} cluster "${same[0]![side].cluster}" but not the same connector: write the same in each.`,
      ];
    }),
  );
}

const placeKey = ({ account, region, cluster }: Pick<RouteConfig['source'], 'account' | 'region' | 'cluster'>) =>
  `${account} ${region} ${cluster}`;

/**
 * A cluster is known by its account, Region and name: by these a route finds the captures of its source, and the clones and locks of
 * its target. Backups are never captured, and are called as the cluster that they are of.
 */
function namesakeMistakes(routes: RouteConfig[]): string[] {
  const sources = routes.filter(({ source }) => source.kind !== 'velero');
  return [
    ...namesakesAt(sources, 'source', 'begin at', "what is kept of one would be taken for the other's"),
    ...namesakesAt(routes, 'target', 'end at', "clones in one would be taken for the other's"),
  ];
}

function namesakesAt(routes: RouteConfig[], side: 'source' | 'target', verb: string, danger: string): string[] {
  return [...Map.groupBy(routes, (route) => placeKey(route[side])).values()].flatMap((same) => {
    const clusters = [...new Set(same.map((route) => whichOf(route[side])))];
    if (clusters.length === 1) return [];
    const named = same.map(({ name }) => `"${name}"`).join(' and ');
    return [
      `Routes ${named} ${verb} different clusters (${clusters.join(', ')}) that are called "${same[0]![side].cluster}" in one account and Region: ${danger}; call them otherwise, or put the role of one of AKS into another Region.`,
    ];
  });
}

/** Whether two clusters of AKS would be known by the same account, Region and name. */
const isNamesake = (source: RouteConfig['source'], target: RouteConfig['target']) =>
  source.kind === 'aks' && placeKey(source) === placeKey(target) && whichOf(source) !== whichOf(target);

/** Which of all clusters of its name it is; those of AKS have theirs within a resource group. */
function whichOf(end: RouteConfig['source'] | RouteConfig['target']): string {
  if (end.kind === 'kubernetes') return end.endpoint;
  return end.kind === 'aks' ? `AKS in ${end.subscription}/${end.resourceGroup.toLowerCase()}` : 'EKS';
}

/** A connector talks to one endpoint. */
function plainSourceMistakes(routes: RouteConfig[]): string[] {
  return routes.flatMap(({ name, source }) => {
    if (source.kind !== 'kubernetes') return [];
    const { endpoint, connector, secret, federated } = source;
    const unentered =
      secret === undefined && federated === undefined
        ? [
            `Route "${name}": its source has neither a secret nor "federated", so that nobody gets in: give it one of both.`,
          ]
        : [];
    const other = connector?.endpoint;
    if (other === undefined || other === endpoint) return unentered;
    return [
      ...unentered,
      `Route "${name}": the connector of its source talks to ${other}, and the source is at ${endpoint}: write the same, or leave the connector's out.`,
    ];
  });
}

/** What is done with volumes and clusters of EKS alone. */
function aksMistakes({ name, source, target, handOver }: RouteConfig): string[] {
  if (source.kind !== 'aks') return [];
  const subject = `Route "${name}" begins at a cluster of AKS`;
  return [
    ...(handOver ? [`${subject}, whose disks nobody hands over to EKS: leave handOver out.`] : []),
    ...(target.kind !== 'aks' && target.create && !target.create.nodeRoleArn
      ? [
          `${subject}, whose nodes have no role of AWS that a new cluster's could have: name theirs in target.create.nodeRoleArn.`,
        ]
      : []),
  ];
}

/** https://learn.microsoft.com/azure/azure-government/documentation-government-get-started-connect-with-cli, https://learn.microsoft.com/azure/china/resources-developer-guide */
const OTHER_CLOUDS = /^(us(gov|dod|nat|sec)|china)/;

/** What is made, and reached, in EKS alone. */
function aksTargetMistakes({ name, source, target, handOver }: RouteConfig): string[] {
  if (target.kind !== 'aks') return [];
  const subject = `Route "${name}" ends at a cluster of AKS`;
  const { kmsKeyArn, location } = target;
  return [
    ...(OTHER_CLOUDS.test(location)
      ? [
          `${subject} in ${location}, which is of Azure Government or of Azure in China: only Azure's public cloud is asked. Name a target there.`,
        ]
      : []),
    ...(kmsKeyArn ? [`${subject}, whose disks have no key of AWS: leave target.kmsKeyArn out.`] : []),
    ...(handOver ? [`${subject}, to which nobody hands volumes of EBS over: leave handOver out.`] : []),
    ...(isNamesake(source, target)
      ? [
          `${subject} and begins at another that is called "${target.cluster}" too, with both roles in one account and Region: one would be taken for the other; put the role of one of them into another Region.`,
        ]
      : []),
  ];
}

/** Disks of Azure have no key of AWS. */
const keyOf = ({ kind, kmsKeyArn }: RouteConfig['target']) => (kind === 'aks' ? '' : kmsKeyArn);

/** The routes as they travel with a run: with the role to take at each end, its ExternalId, and the key. */
export function resolveRoutes({ routes, installation }: CheckedConfig): Route[] {
  const handing = new Set(routes.filter(({ handOver }) => handOver).map(({ source }) => placeKey(source)));
  return routes.map((route) => ({
    ...route,
    source: {
      ...route.source,
      ...(isEks(route, 'source') && handing.has(placeKey(route.source)) ? { handsOver: true } : {}),
      roleArn: roleArn(route.source.account, route.source.region, ROLE.source(route.source.region)),
      externalId: installation,
    },
    target: {
      ...route.target,
      roleArn: roleArn(route.target.account, route.target.region, ROLE.target(route.target.region)),
      externalId: installation,
      kmsKeyArn: keyOf(route.target) ?? kmsArn(route.target.account, route.target.region, KEY_ALIAS),
    },
  }));
}
