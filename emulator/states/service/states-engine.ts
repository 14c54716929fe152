import type { Json } from '../../../kube/kube-object.ts';
import type { Engine, Execution, MapRun, Program } from '../execution/execution.ts';
import type { Machine } from './machines.ts';

/** Machines and executions of all accounts and Regions, and what runs them. */
export interface StatesEngine extends Engine {
  /** By ARN. */
  machines: Map<string, Machine>;
  executions: Map<string, Execution>;
  begin(request: Begin): Execution;
  /** Runs an ended execution again from where it stopped. */
  redrive(execution: Execution): void;
}

export interface Begin {
  arn: string;
  name: string;
  program: Program;
  input: Json;
  mapRun?: MapRun;
  itemCount?: number;
}
