import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { Request, type RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { planVolumes } from '../../../../core/plan/volumes/plan-volumes.ts';
import type { VolumeFacts } from '../../../../core/plan/volumes/volume-facts.ts';
import type { ClaimFacts, ClusterFacts, SourceIndex } from '../../../../core/translate/context.ts';

const KEY = 'arn:aws:kms:us-east-1:222233334444:key/source';
const OWN = { 'kubernetes.io/cluster/prod': 'owned' };

/** A volume that the driver of cluster `prod` made for PersistentVolume `pv-<id>`. */
const volume = (id: string, more: Partial<Volume> = {}): Volume => ({
  ...{ id, state: 'in-use', zone: 'us-east-1b', sizeGiB: 10, type: 'gp3', iops: 3000, throughputMiBps: 125 },
  ...{ encrypted: false, instanceIds: [], tags: { ...OWN, 'kubernetes.io/created-for/pv/name': `pv-${id}` } },
  ...more,
});
const claim = (volumeId: string): ClaimFacts => ({
  ...{ driver: 'ebs.csi.aws.com', volumeId, volumeName: `pv-${volumeId}` },
  ...{ volumeMode: 'Filesystem', storageClass: 'fast' },
});
const cluster = (more: Partial<ClusterFacts>) =>
  ({ storageClasses: [], drivers: ['ebs.csi.aws.com'], served: [], ...more }) as unknown as ClusterFacts;
const classOf = (type: string) => ({
  ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'copied' } },
  ...{ provisioner: 'ebs.csi.aws.com', parameters: { type } },
});

const PROD = { account: '222233334444', region: 'us-east-1' };

function plan(
  claims: Record<string, ClaimFacts>,
  volumes: Volume[],
  { asked = {}, type = 'gp3', ...more }: { asked?: RequestInput; type?: string } & Partial<VolumeFacts> = {},
) {
  const source = cluster({
    cluster: 'prod',
    account: '222233334444',
    region: 'us-east-1',
    zones: ['us-east-1a', 'us-east-1b'],
  });
  const place = { cluster: 'dev', account: '444455556666', region: 'eu-west-1', zones: ['eu-west-1a', 'eu-west-1c'] };
  const { volumes: planned, findings } = planVolumes({
    clone: {
      cloneId: 'run-1',
      route: { source: { ...PROD, cluster: 'prod' }, target: { kmsKeyArn: 'key-of-dev' } },
    } as Clone,
    request: Request.parse({ selection: { namespaces: ['shop'] }, ...asked }),
    index: { claims } as unknown as SourceIndex,
    source,
    target: cluster({ ...place, storageClasses: [classOf(type)] as never }),
    volumes: new Map(volumes.map((each) => [each.id, each])),
    instances: new Map(),
    keys: new Map([[KEY, { customerManaged: true, usableByTarget: false }]]),
    targetClassOf: () => 'copied',
    targetDriverOf: () => 'ebs.csi.aws.com',
    ...more,
  });
  // What else there is to know of such volumes is said by others.
  return { volumes: planned, findings: findings.filter(({ severity }) => severity !== 'info') };
}
const sentences = ({ findings }: ReturnType<typeof plan>) =>
  findings.map(({ severity, object, sentence }) => `${severity} ${object.namespace}/${object.name}: ${sentence}`);

describe('the volumes of a plan', () => {
  it('are those of all claims on EBS, by name, each with its way, zone, key and tags', () => {
    const claims = { 'shop/web': claim('vol-2'), 'shop/data': claim('vol-1'), 'shop/files': claim('') };
    const encrypted = { zone: 'us-east-1a', encrypted: true, kmsKeyArn: KEY };
    const planned = plan(claims, [volume('vol-1'), volume('vol-2', encrypted)], {
      asked: { mappings: { namespaces: { shop: 'test' } } },
    });
    expect(planned.findings).toEqual([]);
    expect(planned.volumes).toMatchObject([
      { claim: 'shop/data', strategy: 'share-and-copy', sourceVolumeId: 'vol-1', zone: 'eu-west-1c', sizeGiB: 10 },
      { claim: 'shop/web', strategy: 'copy-blocks', sourceVolumeId: 'vol-2', zone: 'eu-west-1a' },
    ]);
    expect(planned.volumes[0]).toMatchObject({ kmsKeyArn: 'key-of-dev', volumeType: 'gp3' });
    expect(planned.volumes[0]!.tags).toMatchObject({
      'kubeferry:clone-id': 'run-1',
      'kubeferry:claim': 'shop/data',
      'kubernetes.io/created-for/pvc/namespace': 'test',
      'ebs.csi.aws.com/cluster-name': 'dev',
    });
    for (const { dollars, minutes } of planned.volumes) expect([dollars > 0, minutes > 0]).toEqual([true, true]);
  });

  it('take as long as their first snapshot does besides, and no longer where EBS has one to go on from', () => {
    const large = volume('vol-1', { sizeGiB: 1000 });
    const minutes = (known?: VolumeFacts['known']) =>
      plan({ 'shop/data': claim('vol-1') }, [large], known ? { known } : {}).volumes[0]!.minutes;
    const newest = { fullSizeBytes: 1000 * 2 ** 30 } as never;
    expect(minutes() - minutes(new Map([['shop/data', { newest }]]))).toBe(67);
  });

  it('go to the zone that the request maps theirs to, and nowhere when no node is there', () => {
    const to = (zone: string) =>
      plan({ 'shop/data': claim('vol-1') }, [volume('vol-1')], {
        asked: { mappings: { zones: { 'us-east-1b': zone } } },
      });
    expect(to('eu-west-1a').volumes).toMatchObject([{ zone: 'eu-west-1a' }]);
    const nowhere = to('eu-west-1b');
    expect(nowhere.volumes).toEqual([]);
    expect(sentences(nowhere)).toEqual([
      'blocker shop/data: Claim shop/data lies in zone us-east-1b, and the target has no zone for it: mapped to "eu-west-1b", nodes are in eu-west-1a, eu-west-1c.',
    ]);
  });

  it('are not made for a claim that the target has already: it keeps its own, at no cost', () => {
    const target = cluster({ zones: ['eu-west-1a'], keptClaims: { 'shop/data': 'vol-there' } });
    const { volumes, findings } = plan({ 'shop/data': claim('vol-1') }, [volume('vol-1')], { target });
    expect(volumes).toMatchObject([
      { strategy: 'skip', keeps: 'vol-there', zone: '', tags: {}, dollars: 0, minutes: 0 },
    ]);
    expect(findings).toEqual([]);
  });

  it('leave their data at the source where the request skips it, whoever made the volume', () => {
    const asked = { volumes: { claims: { 'shop/data': 'skip' as const } } };
    const { volumes, findings } = plan({ 'shop/data': claim('vol-1') }, [volume('vol-1', { tags: {} })], { asked });
    expect(volumes).toMatchObject([{ strategy: 'skip', sourceVolumeId: 'vol-1', dollars: 0, minutes: 0 }]);
    expect(findings).toEqual([]);
  });
});

describe('a plan is blocked', () => {
  it('by a claim whose volume is not in the account and Region of the source', () => {
    const { volumes, ...planned } = plan({ 'shop/data': claim('vol-gone') }, []);
    expect(volumes).toEqual([]);
    expect(sentences({ volumes, ...planned })).toEqual([
      expect.stringMatching(
        /^blocker shop\/data: Volume vol-gone .* account 222233334444, Region us-east-1\..*volumes\.claims/,
      ),
    ]);
  });

  it("by a volume that is not the cluster's, and by each one on its own", () => {
    const claims = { 'shop/data': claim('vol-1'), 'shop/files': claim('vol-2') };
    const planned = plan(claims, [volume('vol-1', { tags: {} }), volume('vol-2')]);
    expect(planned.volumes.map((each) => each.claim)).toEqual(['shop/files']);
    expect(sentences(planned)).toEqual([expect.stringMatching(/^blocker shop\/data: .*vol-1.*source\.allowVolumes/)]);
  });

  it('by a class of the target that has no volumes of that size, with the mapping to change', () => {
    const planned = plan({ 'shop/data': claim('vol-1') }, [volume('vol-1')], { type: 'st1' });
    expect(planned.volumes).toEqual([]);
    expect(sentences(planned)).toEqual([
      expect.stringMatching(/^blocker shop\/data: .*class "copied": volumes of type st1 .*storageClasses\["fast"\]/),
    ]);
  });

  it('by claims that the request names and the selection does not have', () => {
    const asked = { volumes: { claims: { 'shop/dta': 'skip' as const } } };
    const planned = plan({ 'shop/data': claim('vol-1') }, [volume('vol-1')], { asked });
    expect(planned.volumes).toHaveLength(1);
    expect(sentences(planned)).toEqual([
      'blocker shop/dta: The request names claim shop/dta in volumes.claims, but the selection has no such claim on EBS.',
    ]);
  });
});

it('warns where a volume is not all that it was', () => {
  const fast = volume('vol-1', { iops: 9000 });
  const { volumes, findings } = plan({ 'shop/data': claim('vol-1') }, [fast]);
  expect(volumes).toMatchObject([{ volumeType: 'gp3', iops: 5000 }]);
  expect(findings).toMatchObject([
    { severity: 'warning', rule: 'plan-volumes', sentence: expect.stringContaining('9,000 IOPS become 5,000') },
  ]);
});
