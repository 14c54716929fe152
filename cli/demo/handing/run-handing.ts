import { keysOf } from '../../../core/base/run/keys.ts';
import { findRecord } from '../../../core/base/run/records.ts';
import type { Report } from '../../../core/reporting/report.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { administer } from '../admin.ts';
import { countMoved, type Moved } from '../count-moved.ts';
import { volumesOfClaims } from '../disks.ts';
import { type Ended, startExecution } from '../execution.ts';
import { fingerprintCluster, fingerprintVolumes, sameMaps } from '../fingerprint.ts';
import { startBusyDatabase } from '../migration/busy-database.ts';
import type { Progress } from '../progress.ts';
import { type DemoWorld, ROUTE, recordsOf } from '../run-demo.ts';

/** Of the built-in workload: where the database is that is written to until the source is quiesced. */
const DATABASE = { claim: 'shop/data-orders-0', pod: 'orders-0', everyMs: 10 };

/** Where a volume is at one moment: which cluster's node has it, and how each side names it. */
export interface Whereabouts {
  claim: string;
  volumeId: string;
  /** Cluster whose node it is attached to; '' for none. */
  attachedTo: string;
  /** Phase of the claim of the source, and reclaim policy of its PersistentVolume. */
  source: string;
  /** The same of the target; '' where it has none. */
  target: string;
}

/** What `kubeferry demo` prints of it with --json. */
export interface HandingResult {
  cloneId: string;
  status: string;
  /** After the migration, and after the roll-back. */
  handedOver: Whereabouts[];
  handedBack: Whereabouts[];
  moved: Moved & { volumesMade: number };
  /** Written and acknowledged until the source was quiesced, and of these not on the volume that the target has. */
  rows: number;
  rowsLost: number;
  /** Tags of a run on the volumes: there is to be none. */
  tagged: string[];
  rollBack: string;
  /** What of the source is not as it was before, objects and volumes. */
  sourceChanges: string[];
  failure?: string;
}

/** Migrates within one zone by handing the volumes over while a database was written to, and hands them back by a roll-back. */
export async function runHanding(world: DemoWorld, progress: Progress): Promise<HandingResult> {
  const { cloud, source, input, namespaces } = world;
  progress.step('Write to a database of the source until it is quiesced');
  const database = await startBusyDatabase(cloud, source, DATABASE);
  try {
    const before = { objects: await fingerprintCluster(source), volumes: await volumesOfClaims(source) };
    const earlier = cloud.calls.length;
    const request = { ...input.request, selection: { namespaces } };
    const execution = await startExecution(cloud, ROUTE, request);
    const ended = await execution.ended((state) => progress.step(state));
    await database.stop();
    await cloud.settled();
    const calls = cloud.calls.slice(earlier);
    const claims = await handed(cloud, execution.name);
    const handedOver = await whereabouts(cloud, source, claims);
    const contents = fingerprintVolumes(cloud.ec2, claims.values());
    const volumeId = claims.get(DATABASE.claim);
    const rowsLost = volumeId ? database.missingOn(volumeId).length : database.acknowledged();

    progress.step('Roll the migration back');
    const rolledBack = await rollBack(cloud, execution.name, progress);
    await cloud.settled();
    const after = { objects: await fingerprintCluster(source), volumes: await volumesOfClaims(source) };
    return {
      cloneId: execution.name,
      status: ended.status,
      handedOver,
      handedBack: await whereabouts(cloud, source, claims),
      moved: { ...countMoved(calls), volumesMade: calls.filter(isMade).length },
      rows: database.acknowledged(),
      rowsLost,
      tagged: [...claims.values()].filter((id) => hasOurTags(cloud, id)),
      rollBack: rolledBack.status,
      sourceChanges: [
        ...sameMaps(before.objects, after.objects),
        ...sameMaps(before.volumes, after.volumes),
        ...sameMaps(contents, fingerprintVolumes(cloud.ec2, claims.values())),
      ],
      ...failureOf(ended, rolledBack),
    };
  } finally {
    await database.stop();
  }
}

const isMade = ({ action, allowed, principalArn }: Cloud['calls'][number]) =>
  allowed && action === 'ec2:CreateVolume' && principalArn.includes('kubeferry');

const hasOurTags = ({ ec2 }: Cloud, id: string) =>
  Object.keys(ec2.findVolume(id)?.tags ?? {}).some((tag) => tag.startsWith('kubeferry'));

/** Claim -> volume, of what the report says was the source's and is the target's. */
async function handed(cloud: Cloud, cloneId: string): Promise<Map<string, string>> {
  const report = await findRecord<Report>(recordsOf(cloud), keysOf(cloneId).report);
  return new Map(
    (report?.volumes ?? []).flatMap(({ claim, sourceVolumeId, targetVolumeId }) =>
      targetVolumeId !== undefined && targetVolumeId === sourceVolumeId ? [[claim, targetVolumeId] as const] : [],
    ),
  );
}

/** As the operator's roll-back starts it: with the run's own record. */
async function rollBack(cloud: Cloud, cloneId: string, progress: Progress): Promise<Ended> {
  const record = await findRecord<object>(recordsOf(cloud), keysOf(cloneId).clone);
  const execution = await startExecution(cloud, 'kubeferry-roll-back', { ...record, failure: null });
  return execution.ended((state) => progress.step(state));
}

async function whereabouts(cloud: Cloud, source: ClusterApi, claims: Map<string, string>): Promise<Whereabouts[]> {
  const target = administer(cloud.clusters.target.running);
  return Promise.all(
    [...claims].map(async ([claim, volumeId]) => ({
      claim,
      volumeId,
      attachedTo: await clusterOf(cloud, volumeId, { source, target }),
      source: await sideOf(source, claim),
      target: await sideOf(target, claim),
    })),
  );
}

async function clusterOf({ ec2 }: Cloud, volumeId: string, sides: Record<string, ClusterApi>): Promise<string> {
  const instance = ec2.findVolume(volumeId)?.attachments[0]?.instanceId;
  for (const [side, api] of Object.entries(sides))
    for (const node of instance ? await list(api, 'Node', 'nodes') : [])
      if (textAt(node, 'spec.providerID')?.endsWith(`/${instance}`)) return side;
  return '';
}

async function sideOf(api: ClusterApi, claim: string): Promise<string> {
  const [namespace = '', name = ''] = claim.split('/');
  const found = await api.get({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name });
  if (!found) return '';
  const volume = await api.get({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    name: textAt(found, 'spec.volumeName') ?? '',
  });
  return `${textAt(found, 'status.phase')}, ${textAt(volume ?? {}, 'spec.persistentVolumeReclaimPolicy') ?? 'no volume'}`;
}

async function list(api: ClusterApi, kind: string, resource: string): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  const served = { apiVersion: 'v1', kind, resource, namespaced: false, verbs: ['list'] };
  for await (const page of api.list(served)) found.push(...page);
  return found;
}

const failureOf = (...all: Ended[]) => {
  const failed = all.find(({ error }) => error !== undefined);
  return failed ? { failure: `${failed.error}: ${failed.cause ?? ''}` } : {};
};
