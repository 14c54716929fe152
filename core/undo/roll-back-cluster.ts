import type { AccessEntry } from '../clone/access-entry.ts';
import type { Clone } from '../clone/envelope.ts';
import { accessKey } from '../clone/keys.ts';
import { MADE_BY, TAG } from '../clone/names.ts';
import { findRecord } from '../clone/records.ts';
import { isInMaking } from '../cluster/is-to-be-made.ts';
import { KubeferryError } from '../errors.ts';
import type { KubeObject } from '../manifests/kube-object.ts';
import type { ServedResource } from '../manifests/served-resource.ts';
import { isSystemNamespace } from '../manifests/tables/system.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { ClusterDescription, ClusterFactory, Described } from '../ports/cluster-factory.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/**
 * Deletes the target cluster if this run made it and nothing of others is in it. Throws NotYet while parts of it are
 * going, and RollBackIncomplete, naming what is in it, when others use it. The run's own objects are gone before. `open`
 * enters the cluster if the run is not in it.
 */
export async function rollBackCluster(
  factory: ClusterFactory,
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  clone: Clone,
): Promise<{ deleted: number }> {
  const { cluster: name } = clone.route.target;
  if (!clone.route.target.create) return { deleted: 0 };
  const description = await factory.read(name);
  const tags = (description?.cluster.tags ?? {}) as Tags;
  if (!description || tags[TAG.cloneId] !== clone.cloneId) return { deleted: 0 };
  const { status } = description.cluster;
  if (status === 'CREATING' || status === 'DELETING') throw notYet(name, `it is ${status}`);
  if (!isGoing(description)) {
    const others = await usedByOthers(open, store, clone, description);
    if (others.length > 0) throw inUse(name, others);
  }

  const groups = description.nodegroups.map((each) => String(each.nodegroupName));
  const profiles = description.fargateProfiles.map((each) => String(each.fargateProfileName));
  for (const group of groups.filter((_, at) => description.nodegroups[at]!.status !== 'DELETING'))
    await factory.deleteNodegroup(name, group);
  // EKS deletes one profile at a time.
  const deleting = description.fargateProfiles.some((each) => each.status === 'DELETING');
  if (profiles.length > 0 && !deleting) await factory.deleteFargateProfile(name, profiles[0]!);
  if (groups.length + profiles.length > 0) throw notYet(name, `${groups.length + profiles.length} parts of it are`);
  // Whichever run made it, it is of this cluster alone. Its ARN is made of the cluster's issuer, which nobody knows when the cluster is gone.
  const { oidcProvider } = description;
  if (oidcProvider && (oidcProvider.tags as Tags)[TAG.madeBy] === MADE_BY)
    await factory.deleteOidcProvider(String(oidcProvider.arn));
  await factory.deleteCluster(name);
  throw notYet(name, 'it is');
}

type Tags = Record<string, string>;

/** An earlier attempt has begun already. */
const isGoing = ({ nodegroups, fargateProfiles }: ClusterDescription) =>
  [...nodegroups, ...fargateProfiles].some(({ status }) => status === 'DELETING');

/**
 * Other runs that are in it, parts that kubeferry did not make, and what no run of ours and no add-on made: what is of this
 * run is gone by now. What somebody adds after this look goes with the cluster: EKS deletes no cluster on a condition.
 */
async function usedByOthers(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  clone: Clone,
  description: ClusterDescription,
): Promise<string[]> {
  const { cluster, addons } = description;
  const inside = (await findRecord<AccessEntry>(store, accessKey('target', clone.route.target)))?.holders ?? {};
  const others = Object.keys(inside).flatMap((run) => (run === clone.cloneId ? [] : [`run ${run}`]));
  others.push(...partsOfOthers(description));
  // Before it is whole nobody is let in.
  if (isInMaking(cluster.tags as Tags)) return others;
  const api = await open();
  const ofAddons = addons.map(
    ({ namespaceConfig }) => (namespaceConfig as { namespace?: string } | undefined)?.namespace,
  );
  const isOwn = (name: string) => name === 'default' || isSystemNamespace(name) || ofAddons.includes(name);
  for await (const { metadata } of everyOne(api, NAMESPACES))
    if (!isOwn(metadata.name)) others.push(`namespace ${metadata.name}`);
  // Everybody has that namespace, so only what is in it tells.
  for (const resource of WORKLOADS)
    for await (const { kind, metadata } of everyOne(api, resource, 'default'))
      if (!metadata.deletionTimestamp && !(metadata.name in MADE_BY_CLUSTER))
        others.push(`${kind ?? resource.kind} default/${metadata.name}`);
  return others;
}

/** Parts without our tag. EKS makes access entries of other types, and associations of add-ons, by itself. */
function partsOfOthers(description: ClusterDescription): string[] {
  const isOurs = ({ tags }: Described) => ((tags ?? {}) as Tags)[TAG.madeBy] === MADE_BY;
  const { nodegroups, fargateProfiles, addons, podIdentities } = description;
  const entries = description.accessEntries
    .map(({ entry }) => entry)
    .filter(
      ({ type, principalArn }) => type === 'STANDARD' && !String(principalArn).includes(':role/aws-service-role/'),
    );
  const named = (kind: string, parts: Described[], name: (part: Described) => unknown) =>
    parts.filter((part) => !isOurs(part)).map((part) => `${kind} ${name(part)}`);
  return [
    ...named('node group', nodegroups, (part) => part.nodegroupName),
    ...named('Fargate profile', fargateProfiles, (part) => part.fargateProfileName),
    ...named('add-on', addons, (part) => part.addonName),
    ...named('access entry of', entries, (part) => part.principalArn),
    ...named(
      'pod identity association of',
      podIdentities.filter(({ ownerArn }) => !ownerArn),
      (part) => `${part.namespace}/${part.serviceAccount}`,
    ),
  ];
}

const verbs = ['list'];
const NAMESPACES = { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false, verbs };
/** Names of what each cluster has there. */
const MADE_BY_CLUSTER: Record<string, true> = { 'kube-root-ca.crt': true };
const IN_DEFAULT = {
  'apps/v1': ['Deployment', 'StatefulSet', 'DaemonSet'],
  'batch/v1': ['Job', 'CronJob'],
  v1: ['PersistentVolumeClaim', 'ConfigMap', 'Secret'],
};
const WORKLOADS = Object.entries(IN_DEFAULT).flatMap(([apiVersion, kinds]) =>
  kinds.map((kind) => ({
    apiVersion,
    kind,
    resource: `${kind.toLowerCase()}s`,
    namespaced: true,
    verbs,
  })),
);

async function* everyOne(api: ClusterApi, resource: ServedResource, namespace?: string): AsyncGenerator<KubeObject> {
  for await (const page of api.list(resource, namespace === undefined ? {} : { namespace })) yield* page;
}

const notYet = (name: string, what: string) =>
  new KubeferryError(
    'NotYet',
    `Cluster "${name}", which the run made, is not gone yet: ${what} being deleted or made.`,
  );

const inUse = (name: string, others: string[]) =>
  new KubeferryError(
    'RollBackIncomplete',
    `Cluster "${name}" was made by the run, but is used by others: ${others.join(', ')}. It was left as it is. Delete it when they are done, or keep it.`,
  );
