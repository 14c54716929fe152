import { describe, expect, it } from 'vitest';
import {
  FROM,
  refusal,
  SOURCE_KEY,
  snapshotOf,
  TARGET,
  TARGET_KEY,
  TO,
  volumeOf,
  type World,
  world,
} from './support.ts';

const share = (here: World, snapshotId: string) =>
  here.source.send('ModifySnapshotAttribute', {
    SnapshotId: snapshotId,
    CreateVolumePermission: { Add: [{ UserId: TARGET }] },
  });
const encrypted = { Encrypted: 'true', KmsKeyId: SOURCE_KEY };

/** What a well-made PresignedUrl says; its signature is of no account here, its scope is. */
const presigned = (snapshotId: string, more: Record<string, string> = {}, region = FROM) =>
  `https://ec2.${region}.amazonaws.com/?${new URLSearchParams({
    Action: 'CopySnapshot',
    Version: '2016-11-15',
    SourceRegion: FROM,
    SourceSnapshotId: snapshotId,
    DestinationRegion: TO,
    Encrypted: 'true',
    KmsKeyId: TARGET_KEY,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `AKIATEST/20261122/${region}/ec2/aws4_request`,
    'X-Amz-Date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
    'X-Amz-Expires': '3600',
    'X-Amz-Signature': '00',
    ...more,
  })}`;

const copyInput = (snapshotId: string, more: Record<string, unknown> = {}) => ({
  SourceRegion: FROM,
  SourceSnapshotId: snapshotId,
  Encrypted: 'true',
  KmsKeyId: TARGET_KEY,
  PresignedUrl: presigned(snapshotId),
  ...more,
});

const stateOf = (here: World, SnapshotId: string) => {
  const [{ status, statusMessage }] = here.target.send('DescribeSnapshots', { SnapshotId: [SnapshotId] }).snapshotSet;
  return statusMessage === undefined ? status : `${status}: ${statusMessage}`;
};

function sharedSnapshot(here: World, volume: Record<string, unknown> = encrypted): string {
  const snapshotId = snapshotOf(here, volumeOf(here, volume));
  share(here, snapshotId);
  return snapshotId;
}

describe('a copy', () => {
  it('needs a share, and a completed source', () => {
    const here = world();
    const own = snapshotOf(here, volumeOf(here, encrypted));
    expect(refusal(() => here.target.send('CopySnapshot', copyInput(own)))).toMatch(/^InvalidSnapshot.NotFound: /);
    const { snapshotId } = here.source.send('CreateSnapshot', { VolumeId: volumeOf(here) });
    share(here, snapshotId);
    expect(refusal(() => here.target.send('CopySnapshot', copyInput(snapshotId)))).toMatch(/^IncorrectState: /);
  });

  it('asks for the right on the source and on the new snapshot, each by itself', () => {
    const here = world();
    const snapshotId = sharedSnapshot(here);
    here.target.send(
      'CopySnapshot',
      copyInput(snapshotId, { TagSpecification: [{ ResourceType: 'snapshot', Tag: [{ Key: 'run', Value: '7' }] }] }),
    );
    const [ofSource, ofCopy, ofTags] = here.target.authorized;
    expect(ofSource).toMatchObject({
      action: 'ec2:CopySnapshot',
      resource: `arn:aws:ec2:us-east-1::snapshot/${snapshotId}`,
      context: { 'ec2:Owner': '222233334444', 'ec2:Encrypted': 'true' },
    });
    expect(ofSource?.context).not.toHaveProperty('aws:RequestTag/run');
    expect(ofCopy).toMatchObject({
      action: 'ec2:CopySnapshot',
      resource: 'arn:aws:ec2:eu-west-1::snapshot/*',
      context: { 'aws:RequestTag/run': '7' },
    });
    expect(ofTags).toMatchObject({ action: 'ec2:CreateTags', context: { 'ec2:CreateAction': 'CopySnapshot' } });
  });

  it.each([
    ['a key that does not exist', { KmsKeyId: TARGET_KEY.replace('9', '8') }],
    ['a key of another Region', { KmsKeyId: SOURCE_KEY }],
  ])('with %s is accepted, and fails later', (_, more) => {
    const here = world();
    const snapshotId = sharedSnapshot(here);
    const copy = here.target.send(
      'CopySnapshot',
      copyInput(snapshotId, { ...more, PresignedUrl: presigned(snapshotId, more) }),
    );
    expect(stateOf(here, copy.snapshotId)).toBe('pending');
    here.clock.pass(60);
    expect(stateOf(here, copy.snapshotId)).toBe('error: Given key ID is not accessible');
  });

  it('fails later when the key of the source does not let the target use it', () => {
    const key = { arn: SOURCE_KEY.replace('1111', '2222'), enabled: true, customerManaged: true };
    const here = world([key, { arn: TARGET_KEY, enabled: true, customerManaged: true }]);
    const snapshotId = sharedSnapshot(here, { Encrypted: 'true', KmsKeyId: key.arn });
    const copy = here.target.send('CopySnapshot', copyInput(snapshotId));
    here.clock.pass(60);
    expect(stateOf(here, copy.snapshotId)).toBe('error: Given key ID is not accessible');
  });

  it.each<[string, (id: string) => string, string]>([
    ['another snapshot', () => presigned('snap-0123456789abcdef0'), 'another SourceSnapshotId than the call'],
    ['a parameter too many', (id) => presigned(id, { Description: 'x' }), 'has the parameter Description'],
    ['the wrong Region in its signature', (id) => presigned(id, {}, TO), 'signed for ec2 in eu-west-1'],
    ['an old signature', (id) => presigned(id, { 'X-Amz-Date': '20200101T000000Z' }), 'has expired'],
    ['no signature', (id) => presigned(id, { 'X-Amz-Signature': '' }), 'not signed'],
    ['no URL at all', () => 'nonsense', 'not a URL'],
  ])('fails later when its presigned URL has %s', (_, url, reason) => {
    const here = world();
    const snapshotId = sharedSnapshot(here);
    const copy = here.target.send('CopySnapshot', copyInput(snapshotId, { PresignedUrl: url(snapshotId) }));
    here.clock.pass(60);
    expect(stateOf(here, copy.snapshotId)).toContain(reason);
  });

  it('of an encrypted snapshot of another Region is refused without a presigned URL, or unencrypted', () => {
    const here = world();
    const snapshotId = sharedSnapshot(here);
    const copy = (more: object) => () => here.target.send('CopySnapshot', copyInput(snapshotId, { ...more }));
    expect(refusal(copy({ PresignedUrl: undefined }))).toMatch(/^MissingParameter: .*PresignedUrl/);
    expect(refusal(copy({ Encrypted: 'false', KmsKeyId: undefined }))).toMatch(/^InvalidParameterValue: /);
    expect(refusal(copy({ Encrypted: undefined }))).toMatch(/^InvalidParameterDependency: /);
    expect(refusal(copy({ CompletionDurationMinutes: '20' }))).toMatch(/CompletionDurationMinutes .*multiple of 15/);
    expect(refusal(copy({ CompletionDurationMinutes: '15' }))).toBe('not refused');
  });

  it('of an unencrypted one stays so, unless encryption by default is on', () => {
    const here = world();
    const snapshotId = sharedSnapshot(here, {});
    const copy = () =>
      here.target.send('CopySnapshot', { SourceRegion: FROM, SourceSnapshotId: snapshotId }).snapshotId;
    const isEncrypted = (id: string) =>
      here.target.send('DescribeSnapshots', { SnapshotId: [id] }).snapshotSet[0].encrypted;
    expect(isEncrypted(copy())).toBe(false);
    here.state.place(TARGET, TO).encryptionByDefault = true;
    expect(isEncrypted(copy())).toBe(true);
    expect(here.target.send('GetEbsEncryptionByDefault')).toEqual({ ebsEncryptionByDefault: true });
  });

  it('is refused while 20 others are under way in the destination Region', () => {
    const here = world();
    const snapshotId = sharedSnapshot(here);
    const copy = () => here.target.send('CopySnapshot', copyInput(snapshotId));
    for (let n = 0; n < 20; n += 1) copy();
    expect(refusal(copy)).toBe(
      'ResourceLimitExceeded: Too many snapshot copies in progress. The limit is 20 for this destination region.',
    );
    here.clock.pass(60);
    expect(copy().snapshotId).toMatch(/^snap-/);
  });

  it('outlives its source', () => {
    const here = world();
    const volumeId = volumeOf(here, encrypted);
    here.state.writeVolume(volumeId, 5, Buffer.from('kept'));
    const snapshotId = snapshotOf(here, volumeId);
    share(here, snapshotId);
    const copy = here.target.send('CopySnapshot', copyInput(snapshotId));
    here.source.send('DeleteSnapshot', { SnapshotId: snapshotId });
    here.source.send('DeleteVolume', { VolumeId: volumeId });
    here.clock.pass(60);
    expect(here.state.blocksOf(copy.snapshotId).get(0)?.toString('latin1', 5, 9)).toBe('kept');
  });
});

describe('what a copy moves', () => {
  const BLOCK = 524_288;
  const copied = (here: World, snapshotId: string) => {
    const { snapshotId: id } = here.target.send('CopySnapshot', copyInput(snapshotId));
    here.clock.pass(3_600);
    return here.state.findSnapshot(TO, id)!;
  };
  /** Two snapshots of one volume of three blocks, one of which is another in the second. */
  function twice(here: World) {
    const volumeId = volumeOf(here, encrypted);
    const take = () => {
      const id = snapshotOf(here, volumeId);
      share(here, id);
      here.clock.pass(60);
      return id;
    };
    for (const index of [0, 1, 2]) here.state.writeVolume(volumeId, index * BLOCK, Buffer.from('first'));
    const first = take();
    here.state.writeVolume(volumeId, BLOCK, Buffer.from('other'));
    return [first, take()] as const;
  }

  it('is what differs from the copy before it, and all where that one is gone', () => {
    const here = world();
    const [first, second] = twice(here);
    const one = copied(here, first);
    expect(one.copied).toEqual({ incremental: false, bytes: 3 * BLOCK });
    expect(copied(here, second).copied).toEqual({ incremental: true, bytes: BLOCK });
    const last = copied(here, second);
    here.target.send('DeleteSnapshot', { SnapshotId: last.id });
    // That there is an older one does not help.
    expect(copied(here, second).copied).toEqual({ incremental: false, bytes: 3 * BLOCK });
  });
});
