import { afterAll, beforeAll, expect, it } from 'vitest';
import { startExecution } from '../../cli/demo/execution.ts';
import { ROUTE, recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import type { Usage } from '../../core/plan/cost/usage.ts';
import type { CostPart } from '../../core/reporting/cost/cost-report.ts';
import type { Report } from '../../core/reporting/report.ts';
import { into, type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';
import { countTransitions } from './count-transitions.ts';

let small: SmallCloud;
beforeAll(async () => {
  // Punctual, and slower than elsewhere: the estimate is of a run that looks once, and late looks are calls and transitions
  // beside it, as are those of functions that a busy machine delays.
  small = await startSmallCloud(60, { eventual: false });
});
afterAll(() => small?.stop());

/** A claim is a put; a get of what does not exist asks whether its caller may list, and is no listing. */
const WRITES = ['PutObject s3:PutObject', 'ListObjectsV2 s3:ListBucket'];

const total = (parts: CostPart[], of: 'expected' | 'recorded') => parts.reduce((sum, part) => sum + part[of], 0);

/** What the plan takes a call to be, in GiB seconds, and their price (https://aws.amazon.com/lambda/pricing/, Arm). */
const CALL_SECONDS = 0.3;
const SECOND = 0.0000133334;

/** Each function's work takes as long as this machine needs; everything else is what AWS would count. */
const asIfCallsTookTheirTime = (dollars: number, { functionGiBSeconds, functionCalls }: Usage) =>
  dollars + (functionCalls * CALL_SECONDS - functionGiBSeconds) * SECOND;

/** When blocks were read in an account, or put, by the machine's own clock: functions work in real time. */
function timesOfBlocks({ cloud }: SmallCloud): Map<string, number[]> {
  const times = new Map<string, number[]>();
  const { push } = cloud.calls;
  cloud.calls.push = (...calls) => {
    for (const { action, account } of calls)
      if (BLOCKS.includes(action)) times.set(account, [...(times.get(account) ?? []), performance.now()]);
    return push.apply(cloud.calls, calls);
  };
  return times;
}

const BLOCKS = ['ebs:GetSnapshotBlock', 'ebs:PutSnapshotBlock'];

const mostInASecond = (times: number[]) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));

const within = (percent: number, value: number, truth: number) =>
  expect(Math.abs(value - truth) / truth, `${value} recorded, ${truth} counted`).toBeLessThan(percent / 100);

it('reports of its cost what the log of all calls and the histories of all machines say, as the estimate had it', async () => {
  const { cloud } = small;
  const claims = { 'small/files': 'copy-blocks' };
  const pace = { requestsPerSecond: 20 };
  const request = { selection: { namespaces: ['small'] }, volumes: { claims }, pace, ...into('costly') };
  const times = timesOfBlocks(small);
  const execution = await startExecution(cloud, ROUTE, request);
  expect(await execution.ended()).toMatchObject({ status: 'SUCCEEDED' });
  const counted = (action: string) => cloud.calls.filter((call) => call.action === action).length;
  const report = await readRecord<Report>(recordsOf(cloud), keysOf(execution.name).report, 'write-report');
  const { usage, parts } = report.cost ?? expect.fail('the report has no cost');

  expect(usage.blocksRead).toBe(counted('ebs:GetSnapshotBlock'));
  expect(usage.blocksWritten).toBe(counted('ebs:PutSnapshotBlock'));
  within(15, usage.transitions, await countTransitions(cloud, execution.arn));
  within(10, usage.functionCalls, counted('lambda:InvokeFunction'));
  const requests = cloud.calls.filter(({ operation, action }) => WRITES.includes(`${operation} ${action}`));
  within(10, usage.recordsWritten, requests.length);
  const control = parts.find(({ name }) => name === 'control plane') ?? expect.fail('no control plane');
  expect(asIfCallsTookTheirTime(control.recorded, usage)).toBeLessThan(0.02);
  within(10, asIfCallsTookTheirTime(total(parts, 'recorded'), usage), total(parts, 'expected'));

  expect(report.pace).toMatchObject({ asked: pace, volumesAtOnce: 1, functionsAtOnce: 1, throttled: 0 });
  expect(times.size).toBe(2);
  // One more than was begun: calls that were sent a moment apart may arrive together.
  for (const each of times.values()) expect(mostInASecond(each)).toBeLessThanOrEqual(pace.requestsPerSecond + 1);
});
