/** The local EBS in a process of its own: on each message, a full source snapshot and a fresh, empty target. */
import { randomFillSync } from 'node:crypto';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import { createEbs } from '../../emulator/aws/ebs/ebs.ts';
import { BlockData } from '../../emulator/aws/ec2/block-data.ts';
import { createMemoryKeys } from '../../emulator/aws/ec2/keys.ts';
import { createEc2State, type Snapshot } from '../../emulator/aws/ec2/state.ts';
import { startGateway } from '../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../emulator/aws/iam/iam.ts';
import { acceleratedClock } from '../../emulator/base/clock.ts';
import { createFaults } from '../../emulator/base/faults.ts';
import type { Credentials } from '../../emulator/base/records.ts';

export interface EbsServerAnswer {
  endpoint: string;
  source: { account: string; region: string; credentials: Credentials; snapshotId: string };
  target: { account: string; region: string; credentials: Credentials; sizeGiB: number; kmsKeyArn: string };
}

const SOURCE = { account: '222222222222', region: 'eu-west-1' };
const TARGET = { account: '333333333333', region: 'us-east-1' };
const kmsKeyArn = `arn:aws:kms:${TARGET.region}:${TARGET.account}:key/11111111-2222-3333-4444-555555555555`;

/** Different enough for real work, few enough for the memory of the server. */
const CONTENTS = Array.from({ length: 64 }, () => randomFillSync(Buffer.alloc(BLOCK_BYTES)));

const iam = createIam();
const state = createEc2State();
const kms = createMemoryKeys([{ arn: kmsKeyArn, enabled: true, customerManaged: true }]);
const gateway = await startGateway({
  services: [createEbs({ state, kms })],
  principals: iam,
  clock: acceleratedClock(1),
  record: () => {},
  faults: createFaults(),
});
const source = iam.createUser(SOURCE.account, 'bench');
const target = iam.createUser(TARGET.account, 'bench');

process.on('message', ({ gib }: { gib: number }) => {
  for (const place of [SOURCE, TARGET]) state.place(place.account, place.region).snapshots.clear();
  const answer: EbsServerAnswer = {
    endpoint: gateway.endpoint,
    source: { ...SOURCE, credentials: source, snapshotId: addFullSnapshot(gib) },
    target: { ...TARGET, credentials: target, sizeGiB: Math.ceil(gib), kmsKeyArn },
  };
  process.send?.(answer);
});
process.on('disconnect', () => gateway.stop());

function addFullSnapshot(gib: number): string {
  const id = state.newId('snap');
  const blocks = Array.from({ length: (gib * 2 ** 30) / BLOCK_BYTES }, (_, at) => [at, CONTENTS[at % 64]!] as const);
  const snapshot: Snapshot = {
    id,
    ...SOURCE,
    volumeId: 'vol-0123456789abcdef0',
    sizeGiB: Math.ceil(gib),
    description: '',
    encrypted: false,
    startedAt: 0,
    endsAt: 0,
    origin: 'volume',
    sharedWith: new Map(),
    tags: {},
    data: new BlockData(new Map(blocks)),
    lineage: id,
  };
  state.place(SOURCE.account, SOURCE.region).snapshots.set(id, snapshot);
  return id;
}
