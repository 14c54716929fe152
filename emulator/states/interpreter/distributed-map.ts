import type { Json } from '../../../kube/kube-object.ts';
import { AwsError } from '../../base/service.ts';
import { StateError, throwIfAborted } from '../base/errors.ts';
import { DISTRIBUTED_CONCURRENCY } from '../base/limits.ts';
import type { StateOf } from '../definition/schema.ts';
import type { Engine, Execution, MapRun, MapRunStatus } from '../execution/execution.ts';
import type { Frame, Visit } from '../execution/frame.ts';
import { detailsOf } from '../execution/task-events.ts';
import { abortable } from '../execution/timing.ts';
import { checkSize, finish, nextOf, type Outcome } from '../execution/visit.ts';
import { startMapRun } from './begin-map-run.ts';
import { withRetryAndCatch } from './handle-errors.ts';
import { writeResults } from './map-results.ts';
import { forgetWhenTooLarge } from './parallel.ts';
import { Tolerance } from './tolerance.ts';

/**
 * Distributed Map (https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html):
 * 1. read the items and select what each child gets, or continue with the Map Run of a redriven execution;
 * 2. run the children, each an execution of its own, as many at once as the Map says;
 * 3. fail when more children failed than are tolerated; 4. write or collect their results.
 */
export function runDistributedMap(visit: Visit, state: StateOf<'Map'>): Promise<Outcome> {
  return withRetryAndCatch(
    visit,
    state,
    async () => {
      const { execution, trail } = visit.frame;
      try {
        const mapRun = await openMapRun(visit, state);
        const result = await runToEnd(visit, state, mapRun);
        execution.history.addAside(trail, 'MapStateSucceeded');
        return await finish(visit, state, result, nextOf(state), { result });
      } catch (error) {
        forgetWhenTooLarge(visit, error);
        throw error;
      }
    },
    'MapStateFailed',
  );
}

async function openMapRun(visit: Visit, state: StateOf<'Map'>): Promise<MapRun> {
  const { execution, trail, engine } = visit.frame;
  const earlier = visit.position.mapRun;
  if (earlier) {
    earlier.status = 'RUNNING';
    earlier.redriveCount += 1;
    earlier.redrivenAt = engine.host.clock.now();
    earlier.stoppedAt = undefined;
    for (const child of earlier.children) if (child && child.status !== 'SUCCEEDED') child.status = 'PENDING_REDRIVE';
    const details = { mapRunArn: earlier.arn, redriveCount: earlier.redriveCount };
    execution.history.add(trail, 'MapRunRedriven', { mapRunRedrivenEventDetails: details });
    return earlier;
  }
  execution.history.add(trail, 'MapStateStarted', { mapStateStartedEventDetails: { length: 0 } });
  const mapRun = await startMapRun(visit, state);
  visit.position.mapRun = mapRun;
  execution.history.add(trail, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: mapRun.arn } });
  return mapRun;
}

async function runToEnd(visit: Visit, state: StateOf<'Map'>, mapRun: MapRun): Promise<Json> {
  const { execution, trail, engine } = visit.frame;
  const end = (status: MapRunStatus, type: string, details = {}) => {
    mapRun.status = status;
    // "When a Map Run has completed or is aborted, the count of Pending redrive is reset to 0."
    for (const child of mapRun.children) if (child?.status === 'PENDING_REDRIVE') child.status = 'ABORTED';
    mapRun.stoppedAt = engine.host.clock.now();
    if (!execution.history.isFull) execution.history.add(trail, type, details);
  };
  try {
    const tolerance = new Tolerance(mapRun);
    await runChildren(visit.frame, mapRun, tolerance);
    const result = await writeResults(visit, state, mapRun);
    tolerance.check();
    checkSize(result, 'The result of the Map state');
    end('SUCCEEDED', 'MapRunSucceeded');
    return result;
  } catch (error) {
    if (error instanceof StateError) end('FAILED', 'MapRunFailed', { mapRunFailedEventDetails: detailsOf(error) });
    else end('ABORTED', 'MapRunAborted');
    throw error;
  }
}

async function runChildren(frame: Frame, mapRun: MapRun, tolerance: Tolerance): Promise<void> {
  const { engine, signal } = frame;
  const pending = mapRun.inputs.map((_, index) => index).filter((index) => !isDone(mapRun, index));
  const worker = async () => {
    while (pending.length > 0 && !tolerance.isExceeded) {
      throwIfAborted(signal);
      const index = pending.shift() as number;
      const child = startChild(engine, mapRun, index);
      await abortable(signal, child.finished);
      tolerance.note(index);
      if (tolerance.isExceeded) await stopChildren(frame, mapRun);
    }
  };
  const width = Math.min(mapRun.maxConcurrency || DISTRIBUTED_CONCURRENCY, DISTRIBUTED_CONCURRENCY, pending.length);
  try {
    await Promise.all(Array.from({ length: width }, worker));
  } catch (error) {
    await stopChildren(frame, mapRun);
    throw error;
  }
}

function startChild(engine: Engine, mapRun: MapRun, index: number): Execution {
  try {
    return engine.runMapChild(mapRun, index);
  } catch (error) {
    if (error instanceof AwsError) throw new StateError('States.Permissions', error.message);
    throw error;
  }
}

const isDone = (mapRun: MapRun, index: number) => mapRun.children[index]?.status === 'SUCCEEDED';

async function stopChildren({ engine }: Frame, mapRun: MapRun): Promise<void> {
  const running = mapRun.children.filter((child) => child?.status === 'RUNNING');
  await Promise.all(running.map((child) => child && engine.stopExecution(child, new StateError(''))));
}
