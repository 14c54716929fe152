/** The local EBS in a process of its own: on each message, a full source snapshot and a fresh, empty target. */
import { randomFillSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { makePki } from '../cluster/pki.ts';

export interface EbsServerAnswer {
  endpoint: string;
  /** File of the authority that has signed its certificate; absent where it speaks no TLS. */
  authority?: string;
  source: { account: string; region: string; credentials: Credentials; snapshotId: string };
  target: { account: string; region: string; credentials: Credentials; sizeGiB: number; kmsKeyArn: string };
}

const SOURCE = { account: '222222222222', region: 'eu-west-1' };
const TARGET = { account: '333333333333', region: 'us-east-1' };
const kmsKeyArn = `arn:aws:kms:${TARGET.region}:${TARGET.account}:key/11111111-2222-3333-4444-555555555555`;

/** Different enough for real work, few enough for the memory of the server. */
const CONTENTS = Array.from({ length: 64 }, () => randomFillSync(Buffer.alloc(BLOCK_BYTES)));

const iam = createIam();
const state = createEc2State({ durations: { seal: 100 } });
const kms = createMemoryKeys([{ arn: kmsKeyArn, enabled: true, customerManaged: true }]);
/** The folder of the authority's certificate, where TLS is asked for. */
const [folder] = process.argv.slice(2);
const pki = folder ? await makePki() : undefined;
const authority = folder ? join(folder, 'authority.pem') : undefined;
if (authority && pki) writeFileSync(authority, pki.ca.cert);

const gateway = await startGateway({
  ...(pki ? { tls: pki.apiServer } : {}),
  services: [createEbs({ state, kms })],
  principals: iam,
  clock: acceleratedClock(1),
  record: () => {},
  faults: createFaults(),
});
const source = iam.createUser(SOURCE.account, 'bench');
const target = iam.createUser(TARGET.account, 'bench');

/** A full snapshot and an empty target; or one that differs from an earlier one in so many blocks of a hundred. */
export type EbsServerOrder = { gib: number } | { after: string; percent: number };

process.on('message', (order: EbsServerOrder) => {
  if ('after' in order) return void process.send?.(answerFor(addNextSnapshot(order.after, order.percent)));
  for (const place of [SOURCE, TARGET]) state.place(place.account, place.region).snapshots.clear();
  process.send?.(answerFor(addFullSnapshot(order.gib)));
});
process.on('disconnect', () => gateway.stop());

const answerFor = ({ id: snapshotId, sizeGiB }: Snapshot): EbsServerAnswer => ({
  endpoint: gateway.endpoint,
  ...(authority ? { authority } : {}),
  source: { ...SOURCE, credentials: source, snapshotId },
  target: { ...TARGET, credentials: target, sizeGiB, kmsKeyArn },
});

/** Spread over the volume, as a database writes. */
function addNextSnapshot(after: string, percent: number): Snapshot {
  const before = state.findSnapshot(SOURCE.region, after)!;
  const data = before.data.fork();
  const indexes = data.indexes();
  const changed = Math.round((indexes.length * percent) / 100);
  for (let at = 0; at < changed; at++)
    data.set(indexes[Math.floor((at * indexes.length) / changed)]!, randomFillSync(Buffer.alloc(BLOCK_BYTES)));
  return added({ ...before, id: state.newId('snap'), data });
}

function added(snapshot: Snapshot): Snapshot {
  state.place(SOURCE.account, SOURCE.region).snapshots.set(snapshot.id, snapshot);
  return snapshot;
}

function addFullSnapshot(gib: number): Snapshot {
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
  return added(snapshot);
}
