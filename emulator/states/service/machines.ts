import type { StateMachine } from '../definition/schema.ts';

/** A state machine as CreateStateMachine made it. */
export interface Machine {
  arn: string;
  name: string;
  account: string;
  region: string;
  roleArn: string;
  /** As it was given. */
  definition: string;
  parsed: StateMachine;
  createdAt: Date;
  revisionId: string;
  tags: Record<string, string>;
  loggingConfiguration?: unknown;
  tracingConfiguration?: unknown;
  /** Version number -> what was published. */
  versions: Map<number, { description?: string; definition: string; parsed: StateMachine; createdAt: Date }>;
}
