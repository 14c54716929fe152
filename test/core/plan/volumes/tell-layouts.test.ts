import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { mayShare, otherPlace } from '../../../../core/plan/volumes/other-place.ts';
import { tellLayouts } from '../../../../core/plan/volumes/tell-layouts.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import type { ClaimFacts, ClusterFacts } from '../../../../core/translate/context.ts';

const PROD = { account: '222233334444', region: 'us-east-1', cluster: 'prod' } as ClusterFacts;
const planned = ['shop/a', 'shop/b'].map(
  (claim) => ({ claim, strategy: 'copy-blocks', sourceVolumeId: `vol-${claim}` }) as PlannedVolume,
);

interface Given {
  target?: Partial<ClusterFacts>;
  driver?: string;
  scaleToZero?: boolean;
}

function said(
  facts: Partial<ClaimFacts>,
  nodes: string[],
  { target = { cluster: 'dev' }, driver = 'ebs.csi.aws.com', scaleToZero = false }: Given = {},
) {
  const claims = Object.fromEntries(planned.map(({ claim }) => [claim, facts as ClaimFacts]));
  const volumes = new Map(
    planned.map(({ sourceVolumeId }, at) => [sourceVolumeId, { instanceIds: nodes.slice(at, at + 1) }]),
  );
  const clusters = { source: PROD, target: { ...PROD, ...target } };
  const asked = { request: { quiesce: { scaleToZero } }, targetDriverOf: () => driver };
  const found = tellLayouts({ index: { claims }, ...clusters, ...asked, volumes }, planned);
  return found.map(({ severity, sentence }) => `${severity}: ${sentence}`);
}

describe('block devices of one namespace', () => {
  it('are of one moment where they are attached to one node', () => {
    expect(said({ volumeMode: 'Block' }, ['i-1', 'i-1'])).toEqual([
      expect.stringMatching(/^info: Claims shop\/a, shop\/b are block devices of one node/),
    ]);
  });

  it.each([
    ['on several nodes', ['i-1', 'i-2']],
    ['on none', []],
  ])('are a warning where they are %s', (_, nodes) => {
    expect(said({ volumeMode: 'Block' }, nodes)).toEqual([expect.stringMatching(/^warning: .*LVM or RAID.*quiesce/)]);
  });

  it('are nothing to speak of where they hold file systems', () => {
    expect(said({ volumeMode: 'Filesystem', fsType: 'ext4' }, ['i-1', 'i-2'])).toEqual([]);
  });
});

const BESIDE = { target: { cluster: 'prod' } };

it('says of block devices at zero that their snapshots are consistent together, wherever they are', () => {
  const [told, ...more] = said({ volumeMode: 'Block' }, ['i-1', 'i-2'], { scaleToZero: true });
  expect(told).toMatch(/^info: Claims shop\/a, shop\/b .* since the workload is at zero then/);
  expect(more).toEqual([]);
});

it('warns of a copied block device in the cluster of its original, where LVM or RAID would be there twice', () => {
  const told = said({ volumeMode: 'Block' }, ['i-1', 'i-1'], BESIDE).filter((each) => each.startsWith('warning'));
  expect(told).toEqual([
    expect.stringMatching(/claim shop\/a .*vgimportclone/),
    expect.stringMatching(/claim shop\/b .*mdadm/),
  ]);
});

describe('an XFS file system', () => {
  const XFS = { volumeMode: 'Filesystem', fsType: 'xfs' } as const;

  it.each([
    ['in its own cluster', BESIDE],
    ['in another one, where another copy may be', {}],
  ])('is mounted beside the same one by the EBS CSI driver: %s', (_, given) => {
    expect(said(XFS, [], given)).toEqual([
      expect.stringMatching(/^info: The copies of claims shop\/a, shop\/b have the UUIDs .* mounts XFS with "nouuid"/),
    ]);
  });

  it('is twice the same within one cluster where another driver mounts it, and says the way out', () => {
    const [first, second] = said(XFS, [], { ...BESIDE, driver: 'ebs.csi.eks.amazonaws.com' });
    expect(first).toMatch(/^warning: The copy of claim shop\/a has the UUID .*nouuid/);
    expect(second).toContain('shop/b');
    expect(said(XFS, [], { driver: 'ebs.csi.eks.amazonaws.com' })).toEqual([]);
  });
});

describe('a volume that several instances may have', () => {
  const volume = { multiAttach: true } as Volume;

  it.each(['io1', 'io2'])('stays so on %s', (type) => {
    expect([mayShare(volume, type), otherPlace(volume, type)]).toEqual([true, []]);
  });

  it('cannot on gp3, and is said to', () => {
    expect([mayShare(volume, 'gp3'), otherPlace(volume, 'gp3')]).toEqual([
      false,
      ['several instances can have it at a time (Multi-Attach), and only one a volume of type gp3'],
    ]);
  });
});

it('says that the copy of a volume on an Outpost is in the Region', () => {
  const outpost = 'arn:aws:outposts:us-east-1:222233334444:outpost/op-0123456789abcdef0';
  expect(otherPlace({ outpost } as Volume, 'gp3')).toEqual([
    `it is on Outpost ${outpost}, and its copy is made in a zone of the Region`,
  ]);
});
