import type { Workflow } from '../definition/schema.ts';
import type { Engine, Execution, Position, Progress } from './execution.ts';
import type { Trail } from './history.ts';

/** One state under way. */
export interface Visit {
  frame: Frame;
  position: Position;
  /** The event by which the state was entered, and the one before it. */
  entry: { before: number; event: number };
  enteredAt: Date;
  retryCount: number;
  token?: string;
}

/** A scope of states under way: the machine, a branch, an iteration. */
export interface Frame {
  engine: Engine;
  execution: Execution;
  workflow: Workflow;
  progress: Progress;
  trail: Trail;
  signal: AbortSignal;
}
