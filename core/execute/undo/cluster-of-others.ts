import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { isSystemNamespace } from '../../../kube/system.ts';
import type { ClusterDescription, Described } from '../../base/ports/cluster-factory.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { accessKey } from '../../base/run/keys.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import { isBeingCreated } from '../../plan/cluster/is-to-be-created.ts';
import type { AccessEntry } from '../entry/access-entry.ts';
import { lookIntoNamespace } from './contents-of-others.ts';
import { keptBy } from './kept.ts';
import { ledgerOf } from './own-objects.ts';

/** What is in a cluster that a run made, besides the run's parts and what each cluster has. */
export interface Insides {
  others: Use[];
  /** Objects of the run's own that its roll-back has not removed, and has not decided to keep either. */
  own: string[];
}

export interface Use {
  /** `node group theirs`, `namespace shop`. */
  what: string;
  /** Whether pods belong to it, or may: those need nodes. */
  needsNodes: boolean;
}

/** Other runs that are in the cluster, parts that kubeferry did not make, and what no run of ours and no add-on put into it. */
export async function lookIntoCluster(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  clone: Clone,
  description: ClusterDescription,
): Promise<Insides> {
  const inside = (await findRecord<AccessEntry>(store, accessKey('target', clone.route.target)))?.holders ?? {};
  const runs = Object.keys(inside).filter((run) => run !== clone.cloneId);
  const others = [...runs.map((run) => needing(`run ${run}`)), ...partsOfOthers(description)];
  // Before it is ready nobody is let in.
  if (isBeingCreated(description.cluster.tags as Tags)) return { others, own: [] };
  const api = await open();
  const isOwn = await ownership(store, clone.cloneId);
  const found = [...(await namespacesIn(api, description)), ...(await inDefault(api, hasNodes(description)))];
  return {
    others: [...others, ...found.filter((each) => !isOwn(each.uid)).map(({ what }) => needing(what))],
    own: found.filter((each) => isOwn(each.uid)).map(({ what }) => what),
  };
}

type Tags = Record<string, string>;

interface Found {
  what: string;
  uid: string;
}

const needing = (what: string): Use => ({ what, needsNodes: true });

export const isOurs = ({ tags }: Described) => ((tags ?? {}) as Tags)[TAG.madeBy] === MADE_BY;

/** Parts without our tag. EKS makes access entries of other types, and associations of add-ons, by itself. */
function partsOfOthers(description: ClusterDescription): Use[] {
  const { nodegroups, fargateProfiles, addons, podIdentities } = description;
  const entries = description.accessEntries
    .map(({ entry }) => entry)
    .filter(
      ({ type, principalArn }) => type === 'STANDARD' && !String(principalArn).includes(':role/aws-service-role/'),
    );
  const named = (kind: string, parts: Described[], name: (part: Described) => unknown, needsNodes: boolean) =>
    parts.filter((part) => !isOurs(part)).map((part) => ({ what: `${kind} ${name(part)}`, needsNodes }));
  return [
    ...named('node group', nodegroups, (part) => part.nodegroupName, false),
    ...named('Fargate profile', fargateProfiles, (part) => part.fargateProfileName, false),
    ...named('add-on', addons, (part) => part.addonName, true),
    ...named('access entry of', entries, (part) => part.principalArn, false),
    ...named(
      'pod identity association of',
      podIdentities.filter(({ ownerArn }) => !ownerArn),
      (part) => `${part.namespace}/${part.serviceAccount}`,
      true,
    ),
  ];
}

async function namespacesIn(api: ClusterApi, { addons }: ClusterDescription): Promise<Found[]> {
  const ofAddons = addons.map(
    ({ namespaceConfig }) => (namespaceConfig as { namespace?: string } | undefined)?.namespace,
  );
  const isOfCluster = (name: string) => name === 'default' || isSystemNamespace(name) || ofAddons.includes(name);
  const found: KubeObject[] = [];
  for await (const page of api.list(NAMESPACES, { metadataOnly: true })) found.push(...page);
  return found
    .filter(({ metadata }) => !isOfCluster(metadata.name))
    .map(({ metadata }) => ({ what: `namespace ${metadata.name}`, uid: metadata.uid ?? '' }));
}

const NAMESPACES = { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false, verbs: ['list'] };

/** Once its nodes are going, an API that pods serve is silent: what it stores was looked at before. */
const hasNodes = ({ cluster, nodegroups, fargateProfiles }: ClusterDescription) =>
  (cluster.computeConfig as { enabled?: boolean } | undefined)?.enabled === true ||
  [...nodegroups, ...fargateProfiles].some(({ status }) => status !== 'DELETING');

/** Everybody has that namespace, so only what is in it tells: of every kind that the server stores. */
async function inDefault(api: ClusterApi, mayBeUnread: boolean): Promise<Found[]> {
  const all = await api.discover();
  const discovery = mayBeUnread ? all : { ...all, failed: [] };
  const known = { discovery, own: new Set<string>(), ownNames: new Set<string>() };
  const { unread, objects } = await lookIntoNamespace(api, known, 'default');
  const named = objects.map((object) => ({ what: refText(refOf(object)), uid: object.metadata.uid ?? '' }));
  return unread ? [...named, { what: `namespace default, where ${unread}`, uid: '' }] : named;
}

/** Of the run's own objects, those that its roll-back has kept for others are others' now. */
async function ownership(store: ObjectStore, cloneId: string): Promise<(uid: string) => boolean> {
  const kept = new Set((await keptBy(store, cloneId, 'objects')).map(({ at }) => at));
  const own = (await ledgerOf(store, cloneId)).flat().filter(({ ref }) => !kept.has(refText(ref)));
  const uids = new Set(own.flatMap(({ uid }) => uid ?? []));
  return (uid) => uids.has(uid);
}
