import { describe, expect, it } from 'vitest';
import { FROM, refusal, SOURCE, SOURCE_KEY, snapshotOf, TARGET, volumeOf, type World, world } from './support.ts';

const create = (here: World, input: Record<string, unknown>) =>
  here.source.send('CreateVolume', { AvailabilityZone: `${FROM}a`, ...input });
const described = (here: World, VolumeId: string) =>
  here.source.send('DescribeVolumes', { VolumeId: [VolumeId] }).volumeSet[0];

describe('a volume', () => {
  it('is creating, then available, and gp2 unless said otherwise', () => {
    const here = world();
    const { volumeId, status } = create(here, { Size: '10' });
    expect(status).toBe('creating');
    here.clock.pass(5);
    expect(described(here, volumeId)).toMatchObject({ status: 'available', volumeType: 'gp2', iops: 100, size: 10 });
  });

  it.each([
    [
      { Size: '1', VolumeType: 'gp3' },
      { iops: 3000, throughput: 125 },
    ],
    [
      { Size: '100', VolumeType: 'gp3', Iops: '16000', Throughput: '1000' },
      { iops: 16_000, throughput: 1000 },
    ],
    [{ Size: '1000', VolumeType: 'gp2' }, { iops: 3000 }],
    [
      { Size: '100', VolumeType: 'io2', Iops: '5000' },
      { iops: 5000, multiAttachEnabled: false },
    ],
    [{ Size: '4', VolumeType: 'io2', Iops: '100', MultiAttachEnabled: 'true' }, { multiAttachEnabled: true }],
    [{ Size: '125', VolumeType: 'st1' }, { volumeType: 'st1' }],
  ])('%o gets %o', (input, output) => {
    expect(create(world(), input)).toMatchObject(output);
  });

  it.each([
    [{ Size: '70000', VolumeType: 'gp3' }, /^InvalidParameterValue: .*1 to 65536 GiB/],
    [{ Size: '10', VolumeType: 'gp3', Iops: '6000' }, /^InvalidParameterValue: .*maximum is 500/],
    [{ Size: '10', VolumeType: 'gp3', Throughput: '800' }, /^InvalidParameterValue: .*maximum is 0.25/],
    [{ Size: '10', VolumeType: 'gp2', Iops: '300' }, /^InvalidParameterCombination: .*iops is not supported/],
    [{ Size: '10', VolumeType: 'io1' }, /^MissingParameter: .*iops/],
    [{ Size: '100', VolumeType: 'sc1' }, /^InvalidParameterValue: /],
    [{ Size: '10', VolumeType: 'gp9' }, /^UnknownVolumeType: /],
    [{ Size: '10', VolumeType: 'gp3', MultiAttachEnabled: 'true' }, /^InvalidParameterCombination: Multi-Attach/],
    [{ Size: '10', VolumeInitializationRate: '200' }, /^InvalidParameterCombination: .*from a snapshot/],
    [{}, /^MissingParameter: .*size\/snapshotId/],
    [{ Size: '10', AvailabilityZone: 'eu-west-1a' }, /^InvalidZone.NotFound: The zone 'eu-west-1a' does not exist/],
    [{ Size: '10', KmsKeyId: SOURCE_KEY }, /^InvalidParameterDependency: /],
    [{ Size: '10', SnapshotId: 'snap-0123456789abcdef0' }, /^InvalidSnapshot.NotFound: /],
    [{ Size: '10', OutpostArn: 'arn' }, /^UnsupportedByLocalCloud: .*OutpostArn/],
    [{ Size: 'ten' }, /^InvalidParameterValue: Value \(ten\) for parameter Size/],
  ])('%o is refused: %s', (input, reason) => {
    expect(refusal(() => create(world(), input))).toMatch(reason);
  });

  it('is made once for one client token, and refuses the token for anything else', () => {
    const here = world();
    const request = { Size: '10', VolumeType: 'gp3', ClientToken: 'one' };
    const first = create(here, request);
    expect(create(here, request).volumeId).toBe(first.volumeId);
    expect(refusal(() => create(here, { ...request, Size: '11' }))).toMatch(/^IdempotentParameterMismatch: /);
    expect(here.source.send('DescribeVolumes').volumeSet).toHaveLength(1);
  });

  it('has the bytes of its snapshot, at least its size, and its key', () => {
    const here = world();
    const original = volumeOf(here, { Encrypted: 'true', KmsKeyId: SOURCE_KEY, Size: '4' });
    here.state.writeVolume(original, 600_000, Buffer.from('bytes'));
    const SnapshotId = snapshotOf(here, original);
    const { volumeId } = create(here, { SnapshotId, VolumeType: 'gp3' });
    expect(described(here, volumeId)).toMatchObject({
      size: 4,
      encrypted: true,
      kmsKeyId: SOURCE_KEY,
      snapshotId: SnapshotId,
    });
    expect(here.state.readVolume(volumeId, 600_000, 5).toString()).toBe('bytes');
    here.state.writeVolume(volumeId, 600_000, Buffer.from('other'));
    expect(here.state.readVolume(original, 600_000, 5).toString()).toBe('bytes');
    expect(refusal(() => create(here, { SnapshotId, Size: '3' }))).toMatch(/smaller than snapshot/);
    expect(refusal(() => create(here, { SnapshotId, Encrypted: 'false' }))).toMatch(/cannot be false/);
  });

  it('is filled at 100 to 300 MiB/s, and all that are being filled at 5,000 together', () => {
    const here = world();
    const SnapshotId = snapshotOf(here, volumeOf(here));
    here.clock.pass(60);
    const fill = (VolumeInitializationRate: string) => create(here, { SnapshotId, VolumeInitializationRate });
    expect(refusal(() => fill('50'))).toMatch(/^InvalidParameterValue: .*100 to 300/);
    for (let at = 0; at < 16; at++) expect(fill('300')).toMatchObject({ volumeInitializationRate: 300 });
    expect(refusal(() => fill('300'))).toMatch(/^ResourceLimitExceeded: .*4800 MiB\/s already/);
    here.clock.pass(3600);
    expect(fill('300')).toMatchObject({ volumeInitializationRate: 300 });
  });

  it('is refused of a snapshot that is still pending', () => {
    const here = world();
    const { snapshotId } = here.source.send('CreateSnapshot', { VolumeId: volumeOf(here) });
    expect(refusal(() => create(here, { SnapshotId: snapshotId }))).toBe(
      'IncorrectState: Snapshot is in invalid state - pending',
    );
  });

  it('whose key cannot be used never becomes available', () => {
    const here = world();
    const { volumeId } = create(here, { Size: '1', Encrypted: 'true', KmsKeyId: SOURCE_KEY.replace('1111', '7777') });
    expect(described(here, volumeId).status).toBe('creating');
    here.clock.pass(5);
    expect(refusal(() => described(here, volumeId))).toBe(
      `InvalidVolume.NotFound: The volume '${volumeId}' does not exist.`,
    );
  });

  it('belongs to its account and Region only', () => {
    const here = world();
    const VolumeId = volumeOf(here);
    expect(refusal(() => here.target.send('DescribeVolumes', { VolumeId: [VolumeId] }, { region: FROM }))).toMatch(
      /^InvalidVolume.NotFound/,
    );
    expect(refusal(() => described(here, 'volume-1'))).toMatch(/^InvalidVolumeID.Malformed/);
  });

  it('is attached in its own zone only, and deleted only when it is free', () => {
    const here = world();
    const instance = {
      account: SOURCE,
      region: FROM,
      type: 'm7g.large',
      launchedAt: 0,
      privateDnsName: 'n',
      rootDevice: '/dev/xvda',
      tags: {},
    };
    const { instances } = here.state.place(SOURCE, FROM);
    instances.set('i-0a', { ...instance, id: 'i-0a', zone: `${FROM}a` });
    instances.set('i-0b', { ...instance, id: 'i-0b', zone: `${FROM}b` });
    const VolumeId = volumeOf(here);
    const attach = (InstanceId: string) =>
      here.source.send('AttachVolume', { VolumeId, InstanceId, Device: '/dev/xvdb' });

    expect(refusal(() => attach('i-0b'))).toMatch(/not in the same availability zone as instance 'i-0b'/);
    expect(attach('i-0a')).toMatchObject({ status: 'attaching' });
    here.clock.pass(5);
    expect(described(here, VolumeId)).toMatchObject({ status: 'in-use', attachmentSet: [{ status: 'attached' }] });
    expect(refusal(() => attach('i-0a'))).toMatch(/^VolumeInUse: /);
    expect(refusal(() => here.source.send('DeleteVolume', { VolumeId }))).toMatch(/^VolumeInUse: /);
    expect(here.source.send('DetachVolume', { VolumeId })).toMatchObject({ status: 'detaching' });
    here.clock.pass(5);
    expect(refusal(() => here.source.send('DetachVolume', { VolumeId }))).toMatch(/^IncorrectState: /);
    here.source.send('DeleteVolume', { VolumeId });
    expect(refusal(() => described(here, VolumeId))).toMatch(/^InvalidVolume.NotFound/);
  });

  it('is found by filters, and a filter that is not known is refused', () => {
    const here = world();
    const VolumeId = volumeOf(here, {
      TagSpecification: [{ ResourceType: 'volume', Tag: [{ Key: 'a.b', Value: 'x' }] }],
    });
    const found = (Name: string, ...Value: string[]) =>
      here.source.send('DescribeVolumes', { Filter: [{ Name, Value }] }).volumeSet.length;
    volumeOf(here);
    expect([
      found('tag:a.b', 'x'),
      found('tag-key', 'a*'),
      found('tag:a.b', 'y'),
      found('volume-id', VolumeId),
    ]).toEqual([1, 1, 0, 1]);
    expect(found('status', 'available', 'in-use')).toBe(2);
    expect(refusal(() => found('colour', 'red'))).toMatch(/^InvalidParameterValue: The filter 'colour' is invalid/);
  });
});

describe('tags', () => {
  it('are added, replaced, and taken away by key, or only with their value', () => {
    const here = world();
    const VolumeId = volumeOf(here);
    const send = (operation: string, Tag?: unknown) => here.source.send(operation, { ResourceId: [VolumeId], Tag });
    send('CreateTags', [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '1' },
    ]);
    send('CreateTags', [{ Key: 'a', Value: '2' }]);
    send('DeleteTags', [{ Key: 'a', Value: '1' }]);
    expect(described(here, VolumeId).tagSet).toEqual([
      { key: 'a', value: '2' },
      { key: 'b', value: '1' },
    ]);
    send('DeleteTags', [{ Key: 'a' }]);
    expect(described(here, VolumeId).tagSet).toEqual([{ key: 'b', value: '1' }]);
    expect(refusal(() => send('CreateTags', [{ Key: 'aws:x', Value: '1' }]))).toMatch(/reserved/);
  });
});

describe('the account', () => {
  it('has zones with names and IDs, and a default key in each Region', () => {
    const here = world();
    const { availabilityZoneInfo } = here.source.send('DescribeAvailabilityZones');
    expect(
      availabilityZoneInfo.map((zone: { zoneName: string; zoneId: string }) => [zone.zoneName, zone.zoneId]),
    ).toEqual([
      ['us-east-1a', 'use1-az1'],
      ['us-east-1b', 'use1-az2'],
      ['us-east-1c', 'use1-az3'],
    ]);
    expect(here.source.send('GetEbsDefaultKmsKeyId').kmsKeyId).toMatch(`arn:aws:kms:us-east-1:${SOURCE}:key/`);
    expect(here.target.send('GetEbsDefaultKmsKeyId').kmsKeyId).toMatch(`arn:aws:kms:eu-west-1:${TARGET}:key/`);
  });

  it('is throttled by buckets that refill with the clock, each action by itself', () => {
    const here = world();
    const list = () => here.source.send('DescribeVolumes');
    for (let n = 0; n < 50; n += 1) list();
    expect(refusal(list)).toBe('RequestLimitExceeded: Request limit exceeded.');
    expect(here.source.send('DescribeSnapshots').snapshotSet).toEqual([]);
    here.clock.pass(1);
    for (let n = 0; n < 10; n += 1) list();
    expect(refusal(list)).toMatch(/^RequestLimitExceeded/);
  });
});
