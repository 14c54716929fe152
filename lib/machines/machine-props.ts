import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { StepFunction } from '../functions/step-function.ts';
import type { RunRecords } from '../run-records.ts';
import type { Definition } from './definition.ts';

export interface MachineProps {
  definition: Definition;
  /** Route name, or file name of a child machine. */
  name: string;
  functions: readonly StepFunction[];
  /** Those that it may start. */
  children: readonly { stateMachine: IStateMachine; machineName: string }[];
  records: RunRecords;
  topic: ITopic;
  /** Values of the names between `${` and `}`. */
  substitutions: Record<string, string>;
}
