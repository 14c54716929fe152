import type { ObjectStore } from '../../base/ports/object-store.ts';
import { expectedControl } from '../../plan/cost/control-usage.ts';
import { usageOfVolume } from '../../plan/cost/expected-usage.ts';
import { controlOf, type Price, priceOf, sumOf, toHundredths, totalOf, type Usage } from '../../plan/cost/usage.ts';
import { type RecordedRun, recordedUsage } from './recorded-usage.ts';

export interface CostPart {
  name: 'transfer' | 'snapshots' | 'blocks' | 'control plane';
  expected: number;
  recorded: number;
}

/** Dollars: what was said before, and what the run has used; both by the same prices. */
export interface CostReport {
  /** By the plan, from what it knew: what changed last time, a snapshot of the volume, or its size. */
  planned: number;
  /** The plan's reckoning with the data that turned out to be moved, and as often as it was waited for things. */
  expected: number;
  recorded: number;
  /** Of what was recorded from what was expected. */
  deviationPercent: number;
  parts: CostPart[];
  usage: Usage;
}

export async function costReport(
  store: ObjectStore,
  cloneId: string,
  run: RecordedRun & { planned: number; waves: number },
): Promise<CostReport> {
  const { usage, initialized, proofs, gibibytes, hours, asks } = await recordedUsage(store, cloneId, run);
  const volumes = run.volumes.map((volume) =>
    usageOfVolume({
      strategy: volume.strategy,
      gibibytes: gibibytes.get(volume.claim) ?? 0,
      crossesRegions: run.crossesRegions,
      clouds: run.clouds,
      hours,
    }),
  );
  const control = expectedControl({
    volumes: run.volumes.map(({ strategy, claim }) => ({
      strategy,
      gibibytes: gibibytes.get(claim) ?? 0,
      minutes: hours * 60,
    })),
    waves: run.waves,
    asks,
  });
  const parts = partsOf(priceOf(sumOf([...volumes, initialized, ...proofs, control])), priceOf(usage));
  const expected = parts.reduce((sum, part) => sum + part.expected, 0);
  const recorded = totalOf(priceOf(usage));
  return {
    planned: run.planned,
    expected: toHundredths(expected),
    recorded: toHundredths(recorded),
    deviationPercent: expected === 0 ? 0 : Math.round((100 * (recorded - expected)) / expected),
    parts,
    usage,
  };
}

const partsOf = (expected: Price, recorded: Price): CostPart[] => [
  { name: 'transfer', expected: expected.transfer, recorded: recorded.transfer },
  { name: 'snapshots', expected: expected.snapshots, recorded: recorded.snapshots },
  { name: 'blocks', expected: expected.blocks, recorded: recorded.blocks },
  { name: 'control plane', expected: controlOf(expected), recorded: controlOf(recorded) },
];
