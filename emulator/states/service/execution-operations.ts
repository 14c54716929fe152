import { randomUUID } from 'node:crypto';
import type { Json } from '../../../kube/kube-object.ts';
import { AwsError, type Operation } from '../../base/service.ts';
import { StateError } from '../base/errors.ts';
import type { Execution } from '../execution/execution.ts';
import {
  describeEvent,
  describeExecution,
  describeMapRun,
  listedExecution,
  listedMapRun,
  notRedrivable,
} from './describe.ts';
import { findExecution, findMapRun, only, page, seconds } from './input.ts';
import { findProgram, startNamed } from './start.ts';
import type { StatesEngine } from './states-engine.ts';

/** Operations on executions and Map Runs (https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html). */
export const executionOperations = (engine: StatesEngine): Record<string, Operation> => {
  const redriven = new Map<string, number>();
  return {
    StartExecution(input, call) {
      only(input, ['stateMachineArn', 'name', 'input', 'traceHeader']);
      call.authorize('states:StartExecution', input.stateMachineArn);
      const program = findProgram(engine, input.stateMachineArn);
      const execution = startNamed(engine, program, parseInput(input.input ?? '{}'), input.name ?? randomUUID());
      return { executionArn: execution.arn, startDate: seconds(execution.startedAt) };
    },
    DescribeExecution(input, call) {
      only(input, ['executionArn']);
      call.authorize('states:DescribeExecution', input.executionArn);
      return describeExecution(findExecution(engine, input.executionArn), call.clock.now());
    },
    ListExecutions(input, call) {
      only(input, ['stateMachineArn', 'mapRunArn', 'statusFilter', 'maxResults', 'nextToken']);
      call.authorize('states:ListExecutions', input.mapRunArn ?? input.stateMachineArn);
      const belongs = input.mapRunArn ? inMapRun(engine, input.mapRunArn) : ofMachine(engine, input.stateMachineArn);
      const found = [...engine.executions.values()]
        .filter(belongs)
        .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter);
      // "Results are sorted by time, with the most recent execution first."
      const { items, ...more } = page(found.reverse(), input);
      return { executions: items.map(listedExecution), ...more };
    },
    GetExecutionHistory(input, call) {
      only(input, ['executionArn', 'maxResults', 'reverseOrder', 'nextToken', 'includeExecutionData']);
      if (input.includeExecutionData === false)
        throw new AwsError('UnsupportedByLocalCloud', 'includeExecutionData: false is not implemented here');
      call.authorize('states:GetExecutionHistory', input.executionArn);
      const { events } = findExecution(engine, input.executionArn).history;
      const { items, ...more } = page(input.reverseOrder ? events.toReversed() : events, input);
      return { events: items.map(describeEvent), ...more };
    },
    async StopExecution(input, call) {
      only(input, ['executionArn', 'error', 'cause']);
      call.authorize('states:StopExecution', input.executionArn);
      const execution = findExecution(engine, input.executionArn);
      await engine.stopExecution(execution, new StateError(input.error ?? '', input.cause));
      return { stopDate: seconds(execution.stoppedAt ?? call.clock.now()) };
    },
    RedriveExecution(input, call) {
      only(input, ['executionArn', 'clientToken']);
      call.authorize('states:RedriveExecution', input.executionArn);
      const execution = findExecution(engine, input.executionArn);
      const key = `${input.executionArn} ${input.clientToken}`;
      const earlier = input.clientToken === undefined ? undefined : redriven.get(key);
      if (earlier !== undefined) return { redriveDate: earlier };
      const now = call.clock.now();
      const reason = execution.mapRun ? 'A Map Run redrives its executions' : notRedrivable(execution, now);
      if (reason) throw new AwsError('ExecutionNotRedrivable', `Execution '${execution.arn}': ${reason}`);
      engine.redrive(execution);
      redriven.set(key, seconds(now));
      return { redriveDate: seconds(now) };
    },
    ListMapRuns(input, call) {
      only(input, ['executionArn', 'maxResults', 'nextToken']);
      call.authorize('states:ListMapRuns', input.executionArn);
      const { arn } = findExecution(engine, input.executionArn);
      const { items, ...more } = page(
        [...engine.mapRuns.values()].filter(({ parent }) => parent.arn === arn),
        input,
      );
      return { mapRuns: items.map(listedMapRun), ...more };
    },
    DescribeMapRun(input, call) {
      only(input, ['mapRunArn']);
      call.authorize('states:DescribeMapRun', input.mapRunArn);
      return describeMapRun(findMapRun(engine, input.mapRunArn));
    },
  };
};

function parseInput(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: ${(error as Error).message}`);
  }
}

function inMapRun(engine: StatesEngine, arn: string): (execution: Execution) => boolean {
  const mapRun = findMapRun(engine, arn);
  return (execution) => execution.mapRun === mapRun;
}

function ofMachine(engine: StatesEngine, arn: string): (execution: Execution) => boolean {
  findProgram(engine, arn);
  return ({ program, mapRun }) => !mapRun && (program.machineArn === arn || program.versionArn === arn);
}
