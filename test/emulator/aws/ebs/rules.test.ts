import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEbs } from '../../../../emulator/aws/ebs/ebs.ts';
import { AwsError, type Call } from '../../../../emulator/base/service.ts';
import { type Desk, desk, FROM, SOURCE, SOURCE_KEY, snapshotOf, volumeOf, type World, world } from '../ec2/support.ts';

const BLOCK = 524_288;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

let here: World;
let ebs: Desk;
beforeEach(() => {
  here = world();
  ebs = desk(createEbs({ state: here.state, kms: here.keys }), { account: SOURCE, region: FROM, clock: here.clock });
});

/** `code Reason: message`. */
function refused(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code} ${error.fields.Reason ?? ''}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}

const start = (more: Record<string, unknown> = {}) => ebs.send('StartSnapshot', { VolumeSize: 1, ...more });

function put(SnapshotId: string, BlockIndex: number, bytes = Buffer.alloc(BLOCK, 1), headers: Call['headers'] = {}) {
  return ebs.send(
    'PutSnapshotBlock',
    { SnapshotId, BlockIndex: String(BlockIndex) },
    {
      body: bytes,
      headers: {
        'x-amz-data-length': String(BLOCK),
        'x-amz-checksum': sha(bytes).toString('base64'),
        'x-amz-checksum-algorithm': 'SHA256',
        ...headers,
      },
    },
  );
}

const complete = (SnapshotId: string, count: number, headers: Call['headers'] = {}) =>
  JSON.parse(
    ebs.send('CompleteSnapshot', { SnapshotId }, { headers: { 'x-amz-changedblockscount': String(count), ...headers } })
      .body,
  ).Status;

const stateOf = (SnapshotId: string) => {
  const [{ status, statusMessage }] = here.source.send('DescribeSnapshots', { SnapshotId: [SnapshotId] }).snapshotSet;
  return statusMessage === undefined ? status : `${status}: ${statusMessage}`;
};

function snapshotWithBlocks(count: number): string {
  const volumeId = volumeOf(here);
  for (let index = 0; index < count; index += 1)
    here.state.writeVolume(volumeId, index * 2 * BLOCK, Buffer.from([index % 256]));
  return snapshotOf(here, volumeId);
}

describe('listing blocks', () => {
  it('pages by 100 to 10,000, each block once; a page token ends after 60 minutes and beats the starting index', () => {
    const SnapshotId = snapshotWithBlocks(250);
    const list = (more: object) => ebs.send('ListSnapshotBlocks', { SnapshotId, ...more });
    const indexes: number[] = [];
    let pageToken: string | undefined;
    do {
      const page = list({
        maxResults: '100',
        startingBlockIndex: pageToken ? '499' : '10',
        ...(pageToken && { pageToken }),
      });
      indexes.push(...page.Blocks.map(({ BlockIndex }: { BlockIndex: number }) => BlockIndex));
      pageToken = page.NextToken;
    } while (pageToken);
    expect(indexes).toEqual(Array.from({ length: 245 }, (_, at) => 10 + at * 2));

    expect(refused(() => list({ maxResults: '99' }))).toMatch(
      /^ValidationException INVALID_PARAMETER_VALUE: maxResults/,
    );
    expect(refused(() => list({ maxResults: '10001' }))).toMatch(/^ValidationException/);
    expect(refused(() => list({ pageToken: 'AAAA' }))).toMatch(/INVALID_PAGE_TOKEN/);
    const { NextToken } = list({ maxResults: '100' });
    here.clock.pass(59 * 60);
    expect(list({ pageToken: NextToken }).Blocks).toHaveLength(150);
    here.clock.pass(60);
    expect(refused(() => list({ pageToken: NextToken }))).toMatch(/INVALID_PAGE_TOKEN/);
  });

  it('is refused of snapshots that are pending, unknown, or of another volume', () => {
    const { SnapshotId } = start();
    expect(refused(() => ebs.send('ListSnapshotBlocks', { SnapshotId }))).toMatch(/INVALID_SNAPSHOT_ID: .* is pending/);
    expect(refused(() => ebs.send('ListSnapshotBlocks', { SnapshotId: 'snap-0123456789abcdef0' }))).toMatch(
      /^ResourceNotFoundException SNAPSHOT_NOT_FOUND/,
    );
    const between = { firstSnapshotId: snapshotWithBlocks(1), SecondSnapshotId: snapshotWithBlocks(1) };
    expect(refused(() => ebs.send('ListChangedBlocks', between))).toMatch(/UNRELATED_SNAPSHOTS/);
    expect(refused(() => ebs.send('ListSnapshotBlocks', { SnapshotId, verbose: '1' }))).toMatch(
      /^UnsupportedByLocalCloud .*verbose/,
    );
  });
});

describe('reading a block', () => {
  it('needs its own token, not older than 7 days', () => {
    const SnapshotId = snapshotWithBlocks(2);
    const [first, second] = ebs.send('ListSnapshotBlocks', { SnapshotId }).Blocks;
    const get = (BlockIndex: number, blockToken: string) =>
      ebs.send('GetSnapshotBlock', { SnapshotId, BlockIndex: String(BlockIndex), blockToken });
    expect(get(0, first.BlockToken).body[0]).toBe(0);
    expect(refused(() => get(0, second.BlockToken))).toMatch(/INVALID_BLOCK_TOKEN/);
    here.clock.pass(7 * 24 * 3600 - 1);
    expect(get(0, first.BlockToken).headers).toMatchObject({ 'x-amz-Data-Length': '524288' });
    here.clock.pass(1);
    expect(refused(() => get(0, first.BlockToken))).toMatch(/INVALID_BLOCK_TOKEN/);
  });

  it('is throttled at 1,000 a second for one snapshot', () => {
    const SnapshotId = snapshotWithBlocks(1);
    const [{ BlockToken }] = ebs.send('ListSnapshotBlocks', { SnapshotId }).Blocks;
    const get = () => ebs.send('GetSnapshotBlock', { SnapshotId, BlockIndex: '0', blockToken: BlockToken });
    for (let n = 0; n < 1000; n += 1) get();
    expect(refused(get)).toMatch(/^RequestThrottledException RESOURCE_LEVEL_THROTTLE/);
    here.clock.pass(0.5);
    for (let n = 0; n < 500; n += 1) get();
    expect(refused(get)).toMatch(/^RequestThrottledException/);
  });
});

describe('writing a snapshot', () => {
  it('is the same one for the same client token, and a conflict for anything else', () => {
    const first = start({ ClientToken: 'one', Tags: [{ Key: 'a', Value: 'b' }] });
    expect(start({ ClientToken: 'one', Tags: [{ Key: 'a', Value: 'b' }] }).SnapshotId).toBe(first.SnapshotId);
    expect(refused(() => start({ ClientToken: 'one', VolumeSize: 2 }))).toMatch(/^ConflictException/);
  });

  it('refuses blocks with a wrong checksum, length, algorithm or place', () => {
    const { SnapshotId } = start();
    const bytes = Buffer.alloc(BLOCK, 1);
    expect(
      refused(() => put(SnapshotId, 0, bytes, { 'x-amz-checksum': sha(Buffer.from('x')).toString('base64') })),
    ).toMatch(/does not match its data/);
    expect(refused(() => put(SnapshotId, 0, bytes.subarray(1)))).toMatch(/the body has 524287/);
    expect(refused(() => put(SnapshotId, 0, bytes, { 'x-amz-checksum-algorithm': 'MD5' }))).toMatch(/must be SHA256/);
    expect(refused(() => put(SnapshotId, 2048))).toMatch(/beyond the 2048 blocks/);
    put(SnapshotId, 2047);
    expect(here.state.blocksOf(SnapshotId).size).toBe(1);
  });

  it('is sealed with the right count and checksum only, and takes no blocks after it', () => {
    const { SnapshotId } = start();
    put(SnapshotId, 4, Buffer.alloc(BLOCK, 4));
    put(SnapshotId, 1, Buffer.alloc(BLOCK, 1));
    put(SnapshotId, 1, Buffer.alloc(BLOCK, 1));
    const linear = { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-aggregation-method': 'LINEAR' };
    const over = (...fills: number[]) =>
      sha(Buffer.concat(fills.map((fill) => sha(Buffer.alloc(BLOCK, fill))))).toString('base64');
    expect(refused(() => complete(SnapshotId, 3))).toMatch(/ChangedBlocksCount is 3, but 2 blocks were put/);
    expect(refused(() => complete(SnapshotId, 2, { ...linear, 'x-amz-checksum': over(4, 1) }))).toMatch(
      /checksum does not match/,
    );
    expect(complete(SnapshotId, 2, { ...linear, 'x-amz-checksum': over(1, 4) })).toBe('pending');
    expect(refused(() => put(SnapshotId, 2))).toMatch(/INVALID_SNAPSHOT_ID: .* takes no blocks/);
    here.clock.pass(30);
    expect(stateOf(SnapshotId)).toBe('completed');
    expect(complete(SnapshotId, 2)).toBe('completed');
  });

  it('ends in error when nothing is written for its timeout, which each block begins again', () => {
    const { SnapshotId } = start({ Timeout: 10 });
    here.clock.pass(9 * 60);
    put(SnapshotId, 1);
    here.clock.pass(9 * 60);
    expect(stateOf(SnapshotId)).toBe('pending');
    here.clock.pass(60);
    expect(stateOf(SnapshotId)).toMatch(/^error: .*timed out/);
    expect(refused(() => put(SnapshotId, 2))).toMatch(/WRITE_REQUEST_TIMEOUT: .* 10 minutes/);
    expect(refused(() => start({ Timeout: 9 }))).toMatch(/^ValidationException/);
  });

  it('begins with the blocks of its parent, and counts only what is put', () => {
    const ParentSnapshotId = snapshotWithBlocks(3);
    const { SnapshotId } = start({ VolumeSize: 2, ParentSnapshotId });
    put(SnapshotId, 9, Buffer.alloc(BLOCK, 9));
    complete(SnapshotId, 1);
    here.clock.pass(30);
    expect([...here.state.blocksOf(SnapshotId).keys()]).toEqual([0, 2, 4, 9]);
    const { ChangedBlocks } = ebs.send('ListChangedBlocks', {
      firstSnapshotId: ParentSnapshotId,
      SecondSnapshotId: SnapshotId,
    });
    expect(ChangedBlocks).toMatchObject([{ BlockIndex: 9 }]);
    expect(refused(() => start({ VolumeSize: 1, ParentSnapshotId }))).toMatch(/INVALID_VOLUME_SIZE/);
    expect(refused(() => start({ VolumeSize: 2, ParentSnapshotId, Encrypted: true }))).toMatch(
      /must be omitted with a parent/,
    );
    here.state.place(SOURCE, FROM).encryptionByDefault = true;
    expect(refused(() => start({ VolumeSize: 2, ParentSnapshotId }))).toMatch(/encryption by default is enabled/);
  });

  it('is encrypted under the key that was asked for, or by default, or not at all', () => {
    const place = here.state.place(SOURCE, FROM);
    expect(start({ KmsKeyArn: SOURCE_KEY }).KmsKeyArn).toBe(SOURCE_KEY);
    expect(start().KmsKeyArn).toBeUndefined();
    expect(refused(() => start({ KmsKeyArn: SOURCE_KEY, Encrypted: false }))).toMatch(/^ValidationException/);
    expect(refused(() => start({ KmsKeyArn: SOURCE_KEY.replace('1111', '2222') }))).toMatch(/INVALID_CUSTOMER_KEY/);
    place.encryptionByDefault = true;
    expect(start().KmsKeyArn).toBe(here.keys.defaultEbsKey(SOURCE, FROM));
    expect(refused(() => start({ Encrypted: false }))).toMatch(/^ValidationException/);
  });

  it('asks for StartSnapshot with the tags, and for CreateTags without the action that EC2 alone documents', () => {
    start({ Tags: [{ Key: 'run', Value: '7' }] });
    expect(ebs.authorized).toMatchObject([
      {
        action: 'ebs:StartSnapshot',
        resource: 'arn:aws:ec2:us-east-1::snapshot/*',
        context: { 'aws:RequestTag/run': '7' },
      },
      { action: 'ec2:CreateTags', resource: 'arn:aws:ec2:us-east-1::snapshot/*' },
    ]);
    expect(ebs.authorized[1]?.context).not.toHaveProperty('ec2:CreateAction');
  });

  it('is limited to 100 at a time, and 10 starts a second', () => {
    for (let n = 0; n < 100; n += 1) {
      start();
      here.clock.pass(1);
    }
    expect(refused(() => start())).toMatch(/^ConcurrentLimitExceededException/);
    for (let n = 0; n < 9; n += 1) refused(() => start());
    expect(refused(() => start())).toMatch(/^RequestThrottledException ACCOUNT_THROTTLED/);
  });
});
