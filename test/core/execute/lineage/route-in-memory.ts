import { BLOCK_BYTES, type BlockSink, type BlockSource } from '../../../../core/base/ports/block-store.ts';
import type { StartSnapshotRequest } from '../../../../core/base/ports/volume-storage.ts';
import { Request, type RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findLineage } from '../../../../core/base/run/lineage.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { planLineage } from '../../../../core/plan/volumes/plan-lineage.ts';
import { readLineages } from '../../../../core/plan/volumes/read-lineages.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addVolume, ebsWorld, type MemoryVolume } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { RunInMemory } from './run-in-memory.ts';
import { digestOf } from './support.ts';

export { digestOf };

export const SOURCE = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
export const TARGET = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
export const CLAIM = 'shop/data';
const KEY = `arn:aws:kms:${TARGET.region}:${TARGET.account}:key/1`;

/** What one attempt at a step may meet: nothing by default. */
export interface Unkindness {
  source?(blocks: BlockSource, since: string | undefined): BlockSource;
  sink?(blocks: BlockSink): BlockSink;
  start?(request: StartSnapshotRequest): void;
  /** After each step; throws to kill the run there. */
  after?(step: string): void | Promise<void>;
}

/** A route between two accounts in memory, with one claim, whose volume is brought block by block. */
export class RouteInMemory {
  readonly world = ebsWorld(leapingClock(new Date('2026-11-22T10:00:00Z')));
  readonly store = memoryObjectStore();
  readonly source = memoryVolumeStorage(this.world, SOURCE);
  readonly target = memoryVolumeStorage(this.world, TARGET);
  volume: MemoryVolume;
  kmsKeyArn = KEY;
  /** GiB of the target's volume, where the request lets it grow. */
  growsTo: number | undefined;
  #runs = 0;

  constructor(sizeGiB = 1) {
    this.volume = addVolume(this.world, SOURCE, 'us-east-1a', sizeGiB);
    for (const arn of [KEY, `${KEY}b`])
      this.world.keys.set(arn, { ...TARGET, arn, enabled: true, customerManaged: true });
  }

  write(index: number, seed: number): void {
    const bytes = Buffer.alloc(BLOCK_BYTES);
    if (seed !== 0) bytes.writeUInt32LE(seed, (seed * 4) % (BLOCK_BYTES - 4));
    this.volume.blocks.set(index, bytes);
  }

  /** A run up to its plan; its clone is not made yet. */
  async plan(input: RequestInput = { onConflict: 'refresh' }, replaces: string[] = []): Promise<RunInMemory> {
    this.#runs += 1;
    await this.world.clock.sleep(60_000);
    const request = Request.parse(input);
    const clone = {
      cloneId: `run-${this.#runs}`,
      mode: 'clone',
      startedAt: this.world.clock.now().toISOString(),
      route: { name: 'prod-to-dev', source: SOURCE, target: { ...TARGET, kmsKeyArn: this.kmsKeyArn }, limits: {} },
    } as unknown as Clone;
    const { volume } = this.volume;
    const index = { claims: { [CLAIM]: { volumeId: volume.id } } } as unknown as Parameters<typeof readLineages>[4];
    const known = await readLineages(
      this.source,
      this.target,
      this.store,
      clone.route.name,
      index,
      new Map([[volume.id, volume]]),
    );
    const { broken, ...lineage } = planLineage(clone, request, CLAIM, volume, 'copy-blocks', known.get(CLAIM));
    const planned: PlannedVolume = {
      claim: CLAIM,
      strategy: 'copy-blocks',
      reason: '',
      sourceVolumeId: volume.id,
      sourceZone: volume.zone,
      sizeGiB: this.growsTo ?? volume.sizeGiB,
      ...(this.growsTo ? { grownFromGiB: volume.sizeGiB } : {}),
      zone: 'eu-west-1a',
      volumeType: 'gp3',
      kmsKeyArn: this.kmsKeyArn,
      tags: { 'kubeferry:made-by': 'kubeferry', 'kubeferry:clone-id': clone.cloneId },
      dollars: 0,
      minutes: 0,
      ...lineage,
    };
    await writeRecord(this.store, keysOf(clone.cloneId).plan, {
      volumes: [planned],
      ...(replaces.length > 0 ? { refresh: { replaces } } : {}),
    });
    return new RunInMemory(this, clone, planned, broken);
  }

  async clone(input?: RequestInput, replaces?: string[], unkindness?: Unkindness): Promise<RunInMemory> {
    const run = await this.plan(input, replaces);
    await run.copy(unkindness);
    await run.end('verified');
    return run;
  }

  lineage = () => findLineage(this.store, 'prod-to-dev', CLAIM);
  snapshotIds = () => [...this.world.snapshots.keys()].sort();
}

/** A volume of 100 written blocks, cloned once by a run that keeps what it has brought. */
export async function cloned() {
  const route = new RouteInMemory();
  for (let index = 0; index < 100; index++) route.write(index * 3, index + 1);
  const first = await route.clone();
  return { route, first };
}
