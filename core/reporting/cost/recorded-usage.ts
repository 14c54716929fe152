import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { StepTime, Tally } from '../../base/run/step-times.ts';
import type { MovedBlocks } from '../../base/run/volume-records.ts';
import { GIB } from '../../base/sizes.ts';
import { brings, STRATEGIES } from '../../base/strategies.ts';
import { billedByAws, type Clouds, comparedInAws } from '../../plan/cost/between-clouds.ts';
import { flowStates } from '../../plan/cost/control-usage.ts';
import { usageOfVolume } from '../../plan/cost/expected-usage.ts';
import { usageOfProof } from '../../plan/cost/proof-usage.ts';
import { SHAPE, WAITING } from '../../plan/cost/run-shape.data.ts';
import { NOTHING, sumOf, type Usage } from '../../plan/cost/usage.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import { type Movement, movementOf } from '../movement.ts';

export interface RecordedRun {
  volumes: readonly PlannedVolume[];
  crossesRegions: boolean;
  /** Both ends are in AWS where it is left out. */
  clouds?: Clouds;
  steps: readonly StepTime[];
  tallies: readonly Tally[];
  endedAt: string;
}

type Ways = Pick<RecordedRun, 'crossesRegions' | 'clouds'>;

const BLOCK = 512 * 1024;

/** What the functions of a run have recorded of it, and how much data of each of its volumes turned out to be moved. */
export async function recordedUsage(store: ObjectStore, cloneId: string, run: RecordedRun) {
  const hours = snapshotHours(run);
  const copied = run.volumes.filter(brings);
  const { tallies } = run;
  const found = await Promise.all(
    copied.map(async (volume) => ({ volume, movement: await movementOf(store, cloneId, volume.claim, tallies) })),
  );
  const sizeOf = (movement: Movement | undefined) => ((movement?.toMove ?? 0) * BLOCK) / GIB;
  const volumes = found.flatMap(({ volume: { strategy }, movement }) => {
    if (!movement) return [];
    const gibibytes = sizeOf(movement);
    const { crossesRegions, clouds } = run;
    const whole = usageOfVolume({ strategy, gibibytes, crossesRegions, clouds, hours });
    return [movement.moved ? withBlocks(whole, movement.moved, run) : whole];
  });
  const gibibytes = new Map(found.map(({ volume, movement }) => [volume.claim, sizeOf(movement)]));
  const initialized = initializedBy(found);
  const proofs = proofsOf(found, run);
  const readForProofs = readBack(tallies, run);
  return {
    usage: sumOf([...volumes, initialized, ...readForProofs, controlUsage(run)]),
    initialized,
    proofs,
    gibibytes,
    hours,
    asks: asksOf(run),
  };
}

/** The whole data of each snapshot whose volume was to be filled at a rate of its own. */
function initializedBy(found: readonly { volume: PlannedVolume; movement: Movement | undefined }[]): Usage {
  const blocks = found.reduce(
    (sum, { volume, movement }) => sum + (volume.initializationMiBps ? (movement?.of ?? 0) : 0),
    0,
  );
  return { ...NOTHING, initializedGiB: (blocks * BLOCK) / GIB };
}

/** What the comparisons were expected to take, of the data that the volumes turned out to have. */
const proofsOf = (
  found: readonly { volume: PlannedVolume; movement: Movement | undefined }[],
  { crossesRegions, clouds }: Ways,
): Usage[] =>
  found.flatMap(({ volume: { proof }, movement }) => {
    const gibibytes = ((movement?.of ?? 0) * BLOCK) / GIB;
    return proof?.compares ? [usageOfProof(proof.compares, { gibibytes, crossesRegions, clouds })] : [];
  });

/** Blocks that were read again on both sides: half of them are the source's. */
const readBack = (tallies: readonly Tally[], { crossesRegions, clouds }: Ways): Usage[] =>
  tallies.flatMap(({ step, blocks }) => {
    if (step !== 'prove-segment' || !blocks) return [];
    const { read } = blocks;
    const used = { ...NOTHING, blocksRead: read, transferGiB: crossesRegions ? (read / 2) * (BLOCK / GIB) : 0 };
    return [clouds ? comparedInAws(used, clouds) : used];
  });

/** Blocks of zeros are read and not written. */
function withBlocks(whole: Usage, { read, written }: MovedBlocks, { crossesRegions, clouds }: Ways): Usage {
  const transferGiB = crossesRegions ? (read * BLOCK) / GIB : 0;
  if (!clouds) return { ...whole, transferGiB, blocksRead: read, blocksWritten: written };
  // Of the rest it is reckoned already what AWS bills.
  const moved = billedByAws(
    { ...NOTHING, transferGiB, blocksRead: read, blocksWritten: written },
    (written * BLOCK) / GIB,
    clouds,
  );
  const { internetGiB, blocksRead, blocksWritten } = moved;
  return { ...whole, transferGiB: moved.transferGiB, internetGiB, blocksRead, blocksWritten };
}

/** Snapshots are there from when they are taken until the clean-up has ended. */
function snapshotHours({ steps, endedAt }: RecordedRun): number {
  const taken = steps.find(({ step }) => step === 'snapshot-volumes')?.startedAt;
  const gone = steps.findLast(({ step }) => step === 'clean-up-clone')?.endedAt ?? endedAt;
  return taken ? Math.max(0, Date.parse(gone) - Date.parse(taken)) / 3_600_000 : 0;
}

/** How often a step was asked again, since something was not ready yet. */
const asksOf = ({ steps, tallies }: RecordedRun): number =>
  Object.entries(WAITING).reduce((sum, [step, once]) => {
    const calls = tallies.filter((tally) => tally.step === step).reduce((all, tally) => all + tally.calls, 0);
    return sum + Math.max(0, calls - once * steps.filter((each) => each.step === step).length);
  }, 0);

function controlUsage({ volumes, steps, tallies }: RecordedRun): Usage {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const began = (step: string) => steps.filter((each) => each.step === step).length;
  const waves = began('settle-wave');
  const calls = sum((tally) => tally.calls) + SHAPE.run.calls;
  // As many volumes of a strategy with a machine of its own as that machine was begun for.
  const inMachines = STRATEGIES.reduce((total, { name, steps: { machine } = {} }) => {
    const count = volumes.filter(({ strategy }) => strategy === name).length;
    return total + (machine ? machine.transitions * Math.min(count, began(machine.begins)) : 0);
  }, 0);
  const flow = { volumes: began('verify-volume'), inMachines, waves };
  return {
    ...NOTHING,
    transitions: calls + flowStates(flow),
    functionCalls: calls,
    functionGiBSeconds: sum(({ milliseconds, memoryMiB }) => (milliseconds / 1000) * (memoryMiB / 1024)),
    recordsWritten:
      sum(({ recordsWritten }) => recordsWritten) + SHAPE.run.recordsWritten + waves * SHAPE.wave.recordsWritten,
    recordsRead: sum(({ recordsRead }) => recordsRead),
  };
}
