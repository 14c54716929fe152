/**
 * Copies 1 PiB in 500 volumes block by block through the real machines, with time that passes only when nothing is left to do. The
 * functions are played: each keeps to its pace by the product's own permit, is throttled, dies and meets closed windows as on AWS.
 * Compares the end with the plan's estimate, counts requests by second and account, and measures what Step Functions limits.
 */
import { parseArgs } from 'node:util';
import { table } from '../../cli/table.ts';
import { BLOCKS_PER_GIB } from '../../core/base/ports/block-store.ts';
import { planPace, volumePaceOf } from '../../core/plan/pace/plan-pace.ts';
import { HISTORY_EVENTS, PAYLOAD_BYTES } from '../../emulator/states/base/limits.ts';
import { nothingMeasured, runCopies } from './copy-world.ts';
import { requestCount } from './request-count.ts';
import { cloneOf, itemOf, NIGHTS, randomOf, SUNDAYS, sizesOf } from './scale-inputs.ts';

const MOST_OFF_PERCENT = 10;

export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      volumes: { type: 'string', default: '500' },
      tib: { type: 'string', default: '1024' },
      requests: { type: 'string', default: '6000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [count, tib, requests] = [Number(values.volumes), Number(values.tib), Number(values.requests)];
  const random = randomOf(Number(values.seed));
  const clone = cloneOf({ requestsPerSecond: requests, windows: [[NIGHTS, SUNDAYS]] });
  const sizes = sizesOf(count, tib * 1024, random);
  const volumes = sizes.map((gibibytes) => ({ strategy: 'copy-blocks' as const, sizeGiB: gibibytes, gibibytes }));
  const planned = planPace(clone, volumes, { read: requests, write: requests });
  const items = sizes.map((gibibytes, at) => itemOf(at, gibibytes, volumePaceOf(planned)));
  const copies = items.map((item) => ({ item, toMove: item.sizeGiB * BLOCKS_PER_GIB }));
  const [counted, measured] = [requestCount(), nothingMeasured()];
  const real = performance.now();
  const { execution, seconds } = await runCopies(clone, copies, planned.volumesAtOnce, { random, counted, measured });
  const days = seconds / 86_400;
  const estimated = planned.minutes / 1_440;
  const offPercent = (100 * (days - estimated)) / estimated;
  const budget = planned.shares[0]?.budget ?? 0;
  const result = {
    status: execution.status,
    failure: execution.failure,
    volumes: count,
    tebibytes: tib,
    division: {
      volumesAtOnce: planned.volumesAtOnce,
      functionsAtOnce: planned.functionsAtOnce,
      perSecond: planned.perSecond,
    },
    days,
    estimatedDays: estimated,
    offPercent,
    budget,
    mostRequestsInASecond: counted.most(),
    executions: measured.executions,
    mostEvents: measured.mostEvents,
    largestPayload: measured.largestPayload,
    largestMapResult: Math.max(0, ...measured.results.values()),
    realSeconds: (performance.now() - real) / 1_000,
  };
  const isGood =
    execution.status === 'SUCCEEDED' &&
    Math.abs(offPercent) <= MOST_OFF_PERCENT &&
    counted.most() <= budget &&
    Math.max(result.largestPayload, result.largestMapResult) <= PAYLOAD_BYTES &&
    measured.mostEvents <= HISTORY_EVENTS;
  console.log(values.json ? JSON.stringify({ ...result, isGood }, null, 2) : printed(result));
  if (!isGood) process.exitCode = 1;
}

function printed(result: Record<string, unknown> & { failure?: unknown }): string {
  const rows = Object.entries(result)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [
      name,
      typeof value === 'number' ? String(Number(value.toFixed(2))) : JSON.stringify(value),
    ]);
  return table(['what', 'figure'], rows);
}
