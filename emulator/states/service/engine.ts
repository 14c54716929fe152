import { randomUUID } from 'node:crypto';
import type { StateError } from '../base/errors.ts';
import type { StatesHost } from '../base/host.ts';
import type { MapRun } from '../execution/execution.ts';
import { actorOf, type Execution } from '../execution/execution.ts';
import { History } from '../execution/history.ts';
import { TaskTokens } from '../execution/task-tokens.ts';
import { runExecution } from '../interpreter/run-execution.ts';
import { findProgram, startNamed } from './start.ts';
import type { Begin, StatesEngine } from './states-engine.ts';

export function createEngine(host: StatesHost): StatesEngine {
  const engine: StatesEngine = {
    host,
    tokens: new TaskTokens(),
    machines: new Map(),
    executions: new Map(),
    mapRuns: new Map(),
    begin: (request) => begin(engine, request),
    redrive: (execution) => redrive(engine, execution),
    startChild(actor, { machineArn, input, name }) {
      host.authorize(actor, 'states:StartExecution', machineArn);
      const program = findProgram(engine, machineArn);
      return startNamed(engine, program, input, name ?? randomUUID());
    },
    runMapChild: (mapRun, index) => runMapChild(engine, mapRun, index),
    async stopExecution(execution, failure) {
      stop(execution, failure);
      await execution.finished;
    },
  };
  return engine;
}

function begin(engine: StatesEngine, { arn, name, program, input, mapRun, itemCount }: Begin): Execution {
  const execution: Execution = {
    arn,
    name,
    program,
    input,
    status: 'RUNNING',
    startedAt: engine.host.clock.now(),
    history: new History(engine.host.clock),
    progress: {},
    redriveCount: 0,
    stop: new AbortController(),
    finished: Promise.resolve(),
    ...(mapRun ? { mapRun, itemCount } : {}),
  };
  engine.executions.set(arn, execution);
  execution.finished = runExecution(engine, execution);
  return execution;
}

function redrive(engine: StatesEngine, execution: Execution): void {
  execution.status = 'RUNNING';
  execution.failure = undefined;
  execution.stoppedAt = undefined;
  execution.redriveCount += 1;
  execution.redrivenAt = engine.host.clock.now();
  execution.stop = new AbortController();
  // "Express child workflows: the first state in ItemProcessor is run first."
  if (execution.program.type === 'EXPRESS') execution.progress = {};
  execution.finished = runExecution(engine, execution);
}

function stop(execution: Execution, failure: StateError): void {
  if (execution.status === 'RUNNING') execution.stop.abort(failure);
}

/** A child is authorized as StartExecution of the machine, a redriven one as RedriveExecution of the child. */
function runMapChild(engine: StatesEngine, mapRun: MapRun, index: number): Execution {
  const actor = actorOf(mapRun.parent);
  const earlier = mapRun.children[index];
  if (earlier) {
    engine.host.authorize(actor, 'states:RedriveExecution', earlier.arn);
    redrive(engine, earlier);
    return earlier;
  }
  engine.host.authorize(actor, 'states:StartExecution', mapRun.parent.program.machineArn);
  const { account, region, machineName } = mapRun.program;
  const name = randomUUID();
  const arn = `arn:aws:states:${region}:${account}:execution:${machineName}:${name}`;
  const { input, items } = mapRun.inputs[index] as MapRun['inputs'][number];
  const child = engine.begin({ arn, name, program: mapRun.program, input, mapRun, itemCount: items });
  mapRun.children[index] = child;
  return child;
}
