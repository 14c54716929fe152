import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
  type Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ROLE, TAG } from '../../core/base/run/names.ts';
import { InlineRole } from '../inline-role.ts';
import type { FunctionRow } from './functions.data.ts';

/** Where the code of a step is. `beside`: files by name that lie with it, made only when the code is. */
export type StepCode = (step: string, beside?: () => Record<string, string>) => Code;

export interface StepFunctionProps {
  row: FunctionRow;
  code: StepCode;
  /** Files that lie with the code. */
  beside?: () => Record<string, string>;
  /** Besides what every function gets. */
  environment: Record<string, string>;
  /** Its rights grow with the routes, so that they may need policies of their own. */
  rightsGrow?: boolean;
}

/** What all functions of the hub have in common: runtime, log group, tracing, a role of their own, and kept versions. */
export class StepFunction extends Construct {
  readonly step: string;
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly function: LambdaFunction;
  /**
   * What the machines call. Versions are kept, so that a deployment never changes a run under way: its machine goes
   * on calling the version that it began with.
   */
  readonly version: Version;

  constructor(scope: Construct, id: string, { row, code, beside, environment, rightsGrow }: StepFunctionProps) {
    super(scope, id);
    const name = `kubeferry-${row.step}`;
    this.step = row.step;
    this.role = new (rightsGrow ? Role : InlineRole)(this, 'Role', {
      roleName: ROLE.step(row.step),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    // What the trust of members goes by (lib/member-stack.ts).
    Tags.of(this.role).add(TAG.step, row.step);
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: name,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: code(row.step, beside),
      role: this.role,
      timeout: Duration.seconds(row.timeoutSeconds),
      memorySize: row.memoryMiB,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: { POWERTOOLS_SERVICE_NAME: row.step, ...environment },
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    this.version = this.function.currentVersion;
  }
}
