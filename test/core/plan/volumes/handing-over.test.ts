import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { Request, type RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { planVolumes } from '../../../../core/plan/volumes/plan-volumes.ts';
import type { VolumeFacts } from '../../../../core/plan/volumes/volume-facts.ts';
import type { ClaimFacts, ClusterFacts, SourceIndex } from '../../../../core/translate/context.ts';

const PLACE = { account: '222233334444', region: 'us-east-1' };
const CLAIM = 'shop/data';
const VOLUME: Volume = {
  ...{ id: 'vol-1', state: 'in-use', zone: 'us-east-1b', sizeGiB: 10, type: 'io2', iops: 4000, encrypted: true },
  ...{ kmsKeyArn: 'key-of-prod', instanceIds: [] },
  tags: {
    'kubernetes.io/cluster/prod': 'owned',
    'kubernetes.io/created-for/pv/name': 'pv-1',
    'ebs.csi.aws.com/cluster': 'true',
  },
};
const FACTS: ClaimFacts = {
  ...{ driver: 'ebs.csi.aws.com', volumeId: 'vol-1', volumeName: 'pv-1' },
  ...{ volumeMode: 'Filesystem', storageClass: 'fast' },
};
const cluster = (more: Partial<ClusterFacts>) =>
  ({ storageClasses: [], drivers: ['ebs.csi.aws.com'], served: [], ...PLACE, ...more }) as unknown as ClusterFacts;
const ASKED = { profile: 'migrate', cutOver: true, volumes: { claims: { [CLAIM]: 'hand-over' } } } as const;

/** What waits for a snapshot is told elsewhere. */
const IN_ROUNDS: RequestInput = { migrate: {} };
/** Without the tags of a driver, but for `tags`, and attached to a node of the source. */
const untagged = (tags: Record<string, string> = {}) => ({
  asked: IN_ROUNDS,
  volume: { instanceIds: ['i-1'], tags },
  instances: new Map([['i-1', { 'eks:cluster-name': 'prod' }]]),
});
const DRIVEN = { 'ebs.csi.aws.com/cluster': 'true' };

interface Given extends Partial<Omit<VolumeFacts, 'clone' | 'request' | 'volumes'>> {
  asked?: RequestInput;
  volume?: Partial<Volume>;
  claim?: Partial<ClaimFacts>;
  route?: object;
  zones?: string[];
}

function plan({
  asked = {},
  volume = {},
  claim = {},
  route = {},
  zones = ['us-east-1a', 'us-east-1b'],
  ...more
}: Given = {}) {
  const source = { ...PLACE, cluster: 'prod' };
  const given = { name: 'blue-to-green', handOver: true, source, target: { ...PLACE, kmsKeyArn: 'key' }, ...route };
  const { volumes, findings } = planVolumes({
    clone: { cloneId: 'run-1', route: given } as unknown as Clone,
    request: Request.parse({ ...ASKED, ...asked, volumes: { ...ASKED.volumes, ...asked.volumes } }),
    index: { claims: { [CLAIM]: { ...FACTS, ...claim } } } as unknown as SourceIndex,
    source: cluster({ cluster: 'prod', zones: ['us-east-1a', 'us-east-1b'] }),
    target: cluster({ cluster: 'green', zones }),
    volumes: new Map([['vol-1', { ...VOLUME, ...volume }]]),
    instances: new Map(),
    keys: new Map([['key-of-prod', { customerManaged: true, usableByTarget: true }]]),
    targetClassOf: () => undefined,
    targetDriverOf: () => 'ebs.csi.aws.com',
    ...more,
  });
  const said = findings.filter(({ severity }) => severity !== 'info');
  return {
    volumes,
    blockers: said.filter(({ severity }) => severity === 'blocker').map(({ sentence }) => sentence),
    warnings: said.filter(({ severity }) => severity === 'warning').map(({ sentence }) => sentence),
  };
}

describe('a volume that is to be handed over', () => {
  it('is planned as it is: its own type, key, size and zone, without a tag of the run', () => {
    const { volumes, blockers } = plan();
    expect(blockers).toEqual([]);
    expect(volumes).toMatchObject([
      {
        ...{ claim: CLAIM, strategy: 'hand-over', sourceVolumeId: 'vol-1', zone: 'us-east-1b', sizeGiB: 10, tags: {} },
        ...{ volumeType: 'io2', iops: 4000, kmsKeyArn: 'key-of-prod' },
      },
    ]);
    expect(volumes[0]).not.toHaveProperty('lineage');
  });

  it('is told as what the source has no copy of then, with the snapshot before and what stays there', () => {
    expect(plan(untagged(DRIVEN)).warnings).toEqual([
      'Claim shop/data has no copy at the source any more: volume vol-1 itself is detached there and bound in the target. ' +
        'Before that a snapshot of it is taken, which is the estimate of its claim, and deleted once the clone is verified ("safetySnapshot": "keep" under volumes keeps it, for $0.50 a month at most). ' +
        'At the source PersistentVolume pv-1 stays, with the reclaim policy Retain and without its claim, so that nothing there deletes or attaches the volume while the target has it. ' +
        'A roll-back gives the volume back as it is then, with what the target has written. ' +
        'In the target the policy is Retain, too: set it to Delete there when the volume is to go with its claim.',
    ]);
  });

  it('is told to wait at zero for its snapshot, unless the rounds of a migration take it before', () => {
    const waits = (given: Given) =>
      plan(given).warnings.filter((sentence) => sentence.startsWith('The source is at zero'));
    expect(waits({})).toEqual([expect.stringMatching(/up to hours for large ones that have none\. With "migrate"/)]);
    expect(waits({ asked: { migrate: {} } })).toEqual([]);
    expect(waits({ asked: { volumes: { claims: {} } } })).toEqual([]);
  });

  it('is told where whoever cleans up after the old cluster would take it for that one', () => {
    expect(plan({ asked: IN_ROUNDS }).warnings.slice(1)).toEqual([
      'Volume vol-1 of claim shop/data keeps the tag kubernetes.io/cluster/prod=owned, by which tools that clean up after cluster "prod" delete it once nothing has it attached. ' +
        'When nobody will roll back any more, and before that cluster goes: aws ec2 create-tags --resources vol-1 --tags Key=kubernetes.io/cluster/green,Value=owned, and aws ec2 delete-tags --resources vol-1 --tags Key=kubernetes.io/cluster/prod.',
    ]);
  });

  it('is told where the tags that it keeps may keep the driver of the target from it', () => {
    const [, ...tags] = plan(untagged({ ...DRIVEN, 'ebs.csi.aws.com/cluster-name': 'prod' })).warnings;
    expect(tags).toEqual([
      'Volume vol-1 of claim shop/data keeps its tags, and with ebs.csi.aws.com/cluster-name=prod a driver with AmazonEBSCSIDriverEKSClusterScopedPolicy attaches it to that cluster alone. If its role has that policy: aws ec2 create-tags --resources vol-1 --tags Key=ebs.csi.aws.com/cluster-name,Value=green.',
    ]);
    const { 'ebs.csi.aws.com/cluster': _, ...without } = VOLUME.tags;
    expect(plan({ volume: { tags: without } }).warnings[1]).toContain('without ebs.csi.aws.com/cluster=true');
  });

  it('is taken for a storage class, or for all, where the request says so', () => {
    const of = (volumes: RequestInput['volumes']) =>
      plan({ asked: { volumes: { claims: {}, ...volumes } } }).volumes[0]?.strategy;
    expect(of({ classes: { fast: 'hand-over' } })).toBe('hand-over');
    expect(of({ strategy: 'hand-over' })).toBe('hand-over');
    expect(of({ strategy: 'auto' })).toBe('use-snapshot');
  });

  it('says that the snapshot from before is kept, and for how much, where the request says so', () => {
    const kept: Given = { asked: { volumes: { ...ASKED.volumes, safetySnapshot: 'keep' } } };
    expect(plan(kept).warnings[0]).toContain('and kept until somebody removes it, for $0.50 a month at most');
    expect(plan(kept).volumes[0]).toMatchObject({ keepsSnapshot: true });
    expect(plan({ asked: { volumes: { claims: {}, safetySnapshot: 'keep' } } }).volumes[0]).not.toHaveProperty(
      'keepsSnapshot',
    );
  });

  // Promise: refuses-handing-over
  it.each<[string, Given, string]>([
    ['on a route that does not allow it', { route: { handOver: false } }, 'the route does not allow it'],
    ['without a cut-over', { asked: { cutOver: false } }, 'the source would keep working on it'],
    ['by a clone', { asked: { cutOver: false, profile: 'clone' } }, 'the source would keep working on it'],
    [
      'in another zone',
      { zones: ['us-east-1a'] },
      'it is in zone us-east-1b, and the target has its volumes in us-east-1a',
    ],
    [
      'where the request maps its zone to another',
      { asked: { mappings: { zones: { 'us-east-1b': 'us-east-1a' } } } },
      'the target has its volumes in us-east-1a',
    ],
    ['in another account', { target: cluster({ account: '1', zones: ['us-east-1b'] }) }, 'in different accounts'],
    ['in another Region', { target: cluster({ region: 'eu-west-1', zones: ['us-east-1b'] }) }, 'in different Regions'],
    ['with multi-attach', { volume: { multiAttach: true } }, '(multi-attach)'],
    ['of an Outpost', { volume: { outpost: 'arn:outpost' } }, 'it is on Outpost arn:outpost'],
    ['that goes with its instance', { volume: { endsWithInstance: true } }, 'it is deleted with the instance'],
    ['that others use', { uses: new Map([[CLAIM, 'v1 Pod shop/x uses it']]) }, 'v1 Pod shop/x uses it'],
    ['that is to grow', { asked: { volumes: { sizes: { [CLAIM]: 20 } } } }, 'volumes.sizes lets it grow'],
    ['into EKS Auto Mode', { targetDriverOf: () => 'ebs.csi.eks.amazonaws.com' }, 'the tag of its own cluster'],
    ['in a refresh', { asked: { onConflict: 'refresh' } }, 'a refresh keeps the former clone'],
    ['on a route that masks', { route: { masking: { jobs: [] } } }, 'there would be no other copy of it'],
    ['of a cluster that is none of EKS', { route: { source: { kind: 'kubernetes' } } }, 'not a live one of EKS'],
  ])('is refused %s, with the way out', (_, given, why) => {
    const { blockers } = plan(given);
    expect(blockers).toHaveLength(1);
    expect(blockers[0]).toMatch(/^Volume vol-1 of claim shop\/data cannot be handed over: /);
    expect(blockers[0]).toContain(why);
    expect(blockers[0]).toMatch(/Use the strategy "[a-z-]+".* or "auto"\./);
  });

  it('is no source of another run while a cluster has it that an earlier run has given it to', () => {
    const given = { claim: { handedOverBy: 'run-0' }, asked: { volumes: { claims: {} } } };
    expect(plan(given).blockers).toEqual([
      'Volume vol-1 of claim shop/data is not the source\'s any more: run run-0 has handed it over. Clone from the cluster that has it, bring it back with "kubeferry rollback blue-to-green run-0", or skip the claim (volumes.claims).',
    ]);
    expect(plan({ ...given, asked: { volumes: { claims: { [CLAIM]: 'skip' } } } }).blockers).toEqual([]);
  });
});
