import { describe, expect, it } from 'vitest';
import { FROM, refusal, SOURCE, snapshotOf, TARGET, volumeOf, world } from './support.ts';

describe('a snapshot', () => {
  it('holds what the volume had when the call was made, not when it completed', () => {
    const here = world();
    const volumeId = volumeOf(here);
    here.state.writeVolume(volumeId, 1_000_000, Buffer.from('before'));
    const { snapshotId, status } = here.source.send('CreateSnapshot', { VolumeId: volumeId });
    here.state.writeVolume(volumeId, 1_000_000, Buffer.from('after!'));
    here.clock.pass(60);

    expect(status).toBe('pending');
    expect(here.state.blocksOf(snapshotId).get(1)?.toString('latin1', 475_712, 475_718)).toBe('before');
    expect(here.state.readVolume(volumeId, 1_000_000, 6).toString()).toBe('after!');
  });

  it('is pending, makes progress, and completes as the clock goes', () => {
    const here = world();
    const { snapshotId } = here.source.send('CreateSnapshot', { VolumeId: volumeOf(here) });
    const look = () => here.source.send('DescribeSnapshots', { SnapshotId: [snapshotId] }).snapshotSet[0];

    expect(look()).toMatchObject({ status: 'pending', progress: '0%' });
    here.clock.pass(5);
    expect(look()).toMatchObject({ status: 'pending', progress: '50%' });
    here.clock.pass(5);
    expect(look()).toMatchObject({ status: 'completed', progress: '100%' });
  });

  it('is refused when five of the volume are under way, or the last is less than 15 seconds old', () => {
    const here = world();
    here.state.durations.snapshot = 3_600_000;
    const volumeId = volumeOf(here);
    const create = () => here.source.send('CreateSnapshot', { VolumeId: volumeId });

    create();
    expect(refusal(create)).toMatch(/^SnapshotCreationPerVolumeRateExceeded: /);
    for (let n = 0; n < 4; n += 1) {
      here.clock.pass(15);
      create();
    }
    here.clock.pass(15);
    expect(refusal(create)).toMatch(/^ConcurrentSnapshotLimitExceeded: /);
  });

  it('asks for the right on the volume, on the new snapshot, and for its tags', () => {
    const here = world();
    const volumeId = volumeOf(here);
    here.source.authorized.length = 0;
    here.source.send('CreateSnapshot', {
      VolumeId: volumeId,
      TagSpecification: [{ ResourceType: 'snapshot', Tag: [{ Key: 'run', Value: '7' }] }],
    });

    expect(here.source.authorized.map(({ action, resource }) => [action, resource])).toEqual([
      ['ec2:CreateSnapshot', `arn:aws:ec2:us-east-1:${SOURCE}:volume/${volumeId}`],
      ['ec2:CreateSnapshot', 'arn:aws:ec2:us-east-1::snapshot/*'],
      ['ec2:CreateTags', 'arn:aws:ec2:us-east-1::snapshot/*'],
    ]);
    expect(here.source.authorized[2]?.context).toEqual({
      'ec2:CreateAction': 'CreateSnapshot',
      'ec2:Region': FROM,
      'aws:RequestTag/run': '7',
      'aws:TagKeys': ['run'],
    });
  });

  it('is found by tags, and by nobody else until it is shared', () => {
    const here = world();
    const snapshotId = snapshotOf(here, volumeOf(here));
    here.source.send('CreateTags', { ResourceId: [snapshotId], Tag: [{ Key: 'app', Value: 'shop' }] });
    const ids = (input: unknown, who = here.source, region = FROM) =>
      who.send('DescribeSnapshots', input, { region }).snapshotSet.map((one: { snapshotId: string }) => one.snapshotId);
    const byTag = {
      Owner: ['self'],
      Filter: [
        { Name: 'tag:app', Value: ['sh*'] },
        { Name: 'status', Value: ['completed'] },
      ],
    };

    expect(ids(byTag)).toEqual([snapshotId]);
    expect(ids({ Filter: [{ Name: 'tag:app', Value: ['other'] }] })).toEqual([]);
    expect(ids({}, here.target)).toEqual([]);
    expect(refusal(() => ids({ SnapshotId: [snapshotId] }, here.target))).toBe(
      `InvalidSnapshot.NotFound: The snapshot '${snapshotId}' does not exist.`,
    );

    const permission = { SnapshotId: snapshotId, Attribute: 'createVolumePermission', UserId: [TARGET] };
    here.source.send('ModifySnapshotAttribute', { ...permission, OperationType: 'add' });
    expect(ids({}, here.target)).toEqual([snapshotId]);
    expect(ids({ Filter: [{ Name: 'tag:app', Value: ['shop'] }] }, here.target)).toEqual([]);
    here.source.send('ModifySnapshotAttribute', { ...permission, OperationType: 'remove' });
    expect(ids({}, here.target)).toEqual([]);
  });

  it('of aws/ebs cannot be shared', () => {
    const here = world();
    const snapshotId = snapshotOf(here, volumeOf(here, { Encrypted: 'true' }));
    const share = () =>
      here.source.send('ModifySnapshotAttribute', {
        SnapshotId: snapshotId,
        CreateVolumePermission: { Add: [{ UserId: TARGET }] },
      });
    expect(refusal(share)).toBe('OperationNotPermitted: Encrypted snapshots with EBS default key cannot be shared');
  });

  it('is listed in pages', () => {
    const here = world();
    for (let n = 0; n < 7; n += 1) snapshotOf(here, volumeOf(here));
    const first = here.source.send('DescribeSnapshots', { MaxResults: '5' });
    const second = here.source.send('DescribeSnapshots', { MaxResults: '5', NextToken: first.nextToken });
    expect([first.snapshotSet.length, second.snapshotSet.length, second.nextToken]).toEqual([5, 2, undefined]);
  });

  it('is not made by a dry run', () => {
    const here = world();
    const volumeId = volumeOf(here);
    expect(refusal(() => here.source.send('CreateSnapshot', { VolumeId: volumeId, DryRun: 'true' }))).toMatch(
      /^DryRunOperation: /,
    );
    expect(here.source.send('DescribeSnapshots').snapshotSet).toEqual([]);
  });

  it('is refused with a parameter that is not implemented, naming it', () => {
    const here = world();
    expect(refusal(() => here.source.send('CreateSnapshot', { VolumeId: 'vol-0', Location: 'local' }))).toBe(
      'UnsupportedByLocalCloud: The local EC2 does not know the parameter Location of this action.',
    );
    expect(refusal(() => here.source.send('CreateSnapshot', {}))).toBe(
      'MissingParameter: The request must contain the parameter VolumeId',
    );
  });
});

describe('snapshots of one instance', () => {
  it('share one point, without the boot volume and what is excluded', () => {
    const here = world();
    here.state.place(SOURCE, FROM).instances.set('i-0aaaaaaaaaaaaaaaa', {
      id: 'i-0aaaaaaaaaaaaaaaa',
      account: SOURCE,
      region: FROM,
      zone: `${FROM}a`,
      type: 'm7g.large',
      launchedAt: 0,
      privateDnsName: 'ip-10-0-0-1.ec2.internal',
      rootDevice: '/dev/xvda',
      tags: {},
    });
    const [boot, data, other] = ['/dev/xvda', '/dev/xvdb', '/dev/xvdc'].map((Device) => {
      const VolumeId = volumeOf(here);
      here.source.send('AttachVolume', { VolumeId, InstanceId: 'i-0aaaaaaaaaaaaaaaa', Device });
      return VolumeId;
    });
    here.clock.pass(10);
    const { snapshotSet } = here.source.send('CreateSnapshots', {
      InstanceSpecification: {
        InstanceId: 'i-0aaaaaaaaaaaaaaaa',
        ExcludeBootVolume: 'true',
        ExcludeDataVolumeId: [other],
      },
    });
    expect(snapshotSet).toMatchObject([{ volumeId: data, state: 'pending' }]);
    expect(refusal(() => here.source.send('DeleteVolume', { VolumeId: boot }))).toMatch(/^VolumeInUse: /);
    const reservations = here.source.send('DescribeInstances', { InstanceId: ['i-0aaaaaaaaaaaaaaaa'] }).reservationSet;
    expect(reservations[0].instancesSet[0].blockDeviceMapping).toHaveLength(3);
  });
});
