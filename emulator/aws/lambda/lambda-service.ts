import type { Service } from '../../base/service.ts';
import type { ResourcePolicy } from '../iam/evaluate.ts';
import type { Statement } from '../iam/policy.ts';
import type { Concurrency } from './concurrency.ts';
import type { FunctionSpec, InvocationResult } from './function.ts';

export interface Lambda {
  concurrency: Concurrency;
  service: Service;
  createFunction(spec: FunctionSpec): string;
  /** The next version's number. Published code never changes here, so every version runs the same folder. */
  publishVersion(functionArn: string): string;
  createAlias(functionArn: string, alias: string, version: string): void;
  addPermission(functionArn: string, statement: Statement): void;
  /**
   * Runs it, without asking anybody. `arn` may end in a version or an alias; throws when there is no such function, and
   * TooManyRequestsException when as many run in its account and Region as may.
   */
  invoke(arn: string, event: string): Promise<InvocationResult>;
  has(arn: string): boolean;
  resourcePolicy(arn: string): ResourcePolicy | undefined;
  stop(): Promise<void>;
}
