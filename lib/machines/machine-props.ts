import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { RunRecords } from '../run-records.ts';
import type { Definition } from './definition.ts';

/** A function of the hub, as a machine needs it. */
export interface CalledFunction {
  step: string;
  function: { functionArn: string };
}

/** A machine of the hub that others start. */
export interface StartedMachine {
  file: string;
  machineName: string;
  stateMachine: { stateMachineArn: string };
}

export interface MachineProps {
  definition: Definition;
  /** Route name, or file name of a child machine. */
  name: string;
  functions: readonly CalledFunction[];
  /** Those that it may start. */
  children: readonly StartedMachine[];
  /** Where the machine uses records or the topic by itself: that of a route does not. */
  hub?: { records: RunRecords; topic: ITopic };
  /** Values of the names between `${` and `}`. */
  substitutions: Record<string, string>;
}
