import type { Json } from '../../../kube/kube-object.ts';
import type { StateError } from '../base/errors.ts';
import type { Actor, StatesHost } from '../base/host.ts';
import type { Workflow } from '../definition/schema.ts';
import type { History } from './history.ts';
import type { TaskTokens } from './task-tokens.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** What an execution runs: a machine as it was when the execution started, or the item processor of a Map Run. */
export interface Program {
  /** With `/label` for a Map Run's children. */
  machineArn: string;
  machineName: string;
  versionArn?: string;
  workflow: Workflow;
  /** The text behind the workflow, for DescribeStateMachineForExecution. */
  definition: string;
  timeoutSeconds?: number;
  type: 'STANDARD' | 'EXPRESS';
  roleArn: string;
  account: string;
  region: string;
}

/** How far one scope of states has come: what a redrive goes on from. */
export interface Progress {
  at?: Position;
  /** Set when the scope has ended well. */
  done?: { output: Json };
}

export interface Position {
  state: string;
  input: Json;
  /** As they were on entry. */
  variables: Record<string, Json>;
  /** Branches of a Parallel, iterations of an inline Map. */
  children?: Progress[];
  mapRun?: MapRun;
  /** The entered event is in the history already. */
  entered?: boolean;
}

export interface Execution {
  arn: string;
  name: string;
  program: Program;
  input: Json;
  status: ExecutionStatus;
  output?: Json;
  failure?: StateError;
  startedAt: Date;
  stoppedAt?: Date;
  history: History;
  progress: Progress;
  redriveCount: number;
  redrivenAt?: Date;
  mapRun?: MapRun;
  /** Items of its batch; 1 without batches. */
  itemCount?: number;
  /** Ends the attempt under way. */
  stop: AbortController;
  /** Never rejects; settled when the attempt under way has ended. */
  finished: Promise<void>;
}

export interface ChildRequest {
  machineArn: string;
  input: Json;
  name?: string;
}

/** Everything around an execution. */
export interface Engine {
  host: StatesHost;
  tokens: TaskTokens;
  mapRuns: Map<string, MapRun>;
  /** Starts another machine as the actor; throws AwsError as StartExecution does. */
  startChild(actor: Actor, request: ChildRequest): Execution;
  /** Starts or redrives the child of a Map Run. */
  runMapChild(mapRun: MapRun, index: number): Execution;
  stopExecution(execution: Execution, failure: StateError): Promise<void>;
}

export const actorOf = ({ arn, program }: Execution): Actor => ({
  roleArn: program.roleArn,
  account: program.account,
  region: program.region,
  executionArn: arn,
});

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** One run of a Distributed Map state: its settings, the inputs of its children, and the children. */
export interface MapRun {
  /** `arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:UUID`. */
  arn: string;
  parent: Execution;
  label: string;
  program: Program;
  status: MapRunStatus;
  startedAt: Date;
  stoppedAt?: Date;
  maxConcurrency: number;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
  /** One per child, in order. */
  inputs: { input: Json; items: number }[];
  /** By the same index; a hole is a child that was not started. */
  children: (Execution | undefined)[];
  redriveCount: number;
  redrivenAt?: Date;
  resultsWritten: number;
}
