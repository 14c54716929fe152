import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { whyForeign } from '../../../../core/plan/volumes/belongs-to-cluster.ts';
import type { ClaimFacts } from '../../../../core/translate/context.ts';

type Tags = Record<string, string>;
const claim = { volumeName: 'pv-data', volumeId: 'vol-1', driver: 'ebs.csi.aws.com' } as ClaimFacts;
const OWN = { 'kubernetes.io/cluster/prod': 'owned' };
const PV = { 'kubernetes.io/created-for/pv/name': 'pv-data' };
const instances = new Map<string, Tags>([
  ['i-managed', { 'eks:cluster-name': 'prod', 'kubernetes.io/cluster/prod': 'owned' }],
  ['i-own', { 'kubernetes.io/cluster/prod': 'owned' }],
  ['i-auto', { 'eks:eks-cluster-name': 'prod' }],
  ['i-other', { 'kubernetes.io/cluster/payments': 'owned' }],
  ['i-database', { Name: 'postgres' }],
]);

const BARE: Volume = {
  ...{ id: 'vol-1', state: 'in-use', zone: 'us-east-1a', sizeGiB: 1, type: 'gp3', encrypted: true },
  ...{ instanceIds: [], tags: {} },
};

function judged(tags: Tags, at: string[] = [], allowed: string[] = []) {
  const volume = { id: 'vol-1', instanceIds: at, tags } as unknown as Volume;
  return whyForeign('shop/data', claim, volume, { cluster: 'prod', instances, allowed });
}

// Promise: refuses-foreign-volume
describe('a volume that a PersistentVolume names', () => {
  it.each([
    ['attached to a managed node', {}, ['i-managed']],
    ['attached to a node of its own making', {}, ['i-own']],
    ['attached to a node of Auto Mode', {}, ['i-auto']],
    ['detached, made by the driver', { ...OWN, ...PV }, []],
    ['detached, made by the driver without metadata of claims', { ...OWN, CSIVolumeName: 'pv-data' }, []],
    [
      'detached, made for the claim by an earlier run',
      { ...OWN, 'kubernetes.io/created-for/pvc/namespace': 'shop', 'kubernetes.io/created-for/pvc/name': 'data' },
      [],
    ],
    ['detached, made by Auto Mode', { 'eks:eks-cluster-name': 'prod', CSIVolumeName: 'pv-data' }, []],
    ['detached, made by the in-tree plugin', { ...OWN, ...PV, KubernetesCluster: 'prod' }, []],
    ['on an instance of no cluster, made by the driver', { ...OWN, ...PV }, ['i-database']],
  ] as [string, Tags, string[]][])("is the cluster's when it is %s", (_, tags, at) => {
    expect(judged(tags, at)).toBeUndefined();
  });

  it.each([
    ['without any proof', {}, [], 'attached to no node'],
    ['attached to an instance of no cluster', {}, ['i-database'], 'attached to no node'],
    ['attached to a node of another cluster', {}, ['i-other'], 'node of cluster "payments"'],
    ['attached to a node of another cluster, whatever its tags', { ...OWN, ...PV }, ['i-other'], '"payments"'],
    ['made for another PersistentVolume', { ...OWN, 'kubernetes.io/created-for/pv/name': 'pv-x' }, [], '"pv-data"'],
    [
      'made for a claim of that name in another namespace',
      { ...OWN, 'kubernetes.io/created-for/pvc/namespace': 'pay', 'kubernetes.io/created-for/pvc/name': 'data' },
      [],
      'attached to no node',
    ],
    ['made by another cluster', { 'kubernetes.io/cluster/payments': 'owned', ...PV }, [], 'attached to no node'],
    ['shared by the cluster and not made by it', { 'kubernetes.io/cluster/prod': 'shared', ...PV }, [], 'no node'],
    [
      'tagged as a StorageClass can tag it',
      { KubernetesCluster: 'prod', 'ebs.csi.aws.com/cluster-name': 'prod', 'pv/name': 'pv-data' },
      [],
      'attached to no node',
    ],
    ['attached to an instance that does not exist', {}, ['i-gone'], 'attached to no node'],
  ] as [string, Tags, string[], string][])('is refused when it is %s, with the way to allow it', (_, tags, at, why) => {
    const sentence = judged(tags, at);
    expect(sentence).toContain(why);
    expect(sentence).toContain('source.allowVolumes');
  });

  it('is refused when it is a disk of a node, on which are the data and credentials of all of its pods', () => {
    const disk: Volume = { ...BARE, instanceIds: ['i-managed'], endsWithInstance: true };
    const judge = (allowed: string[]) => whyForeign('shop/data', claim, disk, { cluster: 'prod', instances, allowed });
    expect(judge([])).toContain('it is a disk that i-managed was launched with');
    expect(judge(['vol-1'])).toBeUndefined();
  });

  it('is allowed by the route: by its id, or by a tag, and by nothing like it', () => {
    expect(judged({}, [], ['vol-1'])).toBeUndefined();
    expect(judged({ team: 'shop' }, ['i-other'], ['team=shop'])).toBeUndefined();
    expect(judged({ team: 'shops' }, [], ['vol-11', 'team=shop'])).toContain('does not prove');
  });
});
