import type { HttpApis } from '../../aws/http-api/http-apis.ts';
import type { Iam } from '../../aws/iam/iam.ts';
import type { Kms } from '../../aws/kms/kms-state.ts';
import type { Lambda } from '../../aws/lambda/lambda-service.ts';
import type { LogGroups } from '../../aws/logs/log-groups.ts';
import type { S3 } from '../../aws/s3/s3.ts';
import type { Scheduler } from '../../aws/scheduler/scheduler.ts';
import type { Topics } from '../../aws/sns/topics.ts';
import type { Queues } from '../../aws/sqs/queues.ts';

export interface Place {
  account: string;
  region: string;
}

export interface NewStateMachine {
  name: string;
  definition: string;
  roleArn: string;
  type?: string;
  loggingConfiguration?: unknown;
  tracingConfiguration?: unknown;
}

/** Step Functions as a deployment uses it. */
export interface StateMachines {
  /** Answers the ARN. */
  create(place: Place, machine: NewStateMachine): Promise<string>;
  /** Answers the version's ARN. */
  publish(place: Place, stateMachineArn: string, description?: string): Promise<string>;
}

/** The services in which a deployment makes things. */
export interface World {
  httpApis: HttpApis;
  iam: Iam;
  kms: Kms;
  s3: S3;
  lambda: Lambda;
  logs: LogGroups;
  topics: Topics;
  queues: Queues;
  scheduler: Pick<Scheduler, 'createGroup' | 'createSchedule'>;
  stateMachines: StateMachines;
  /** Of Systems Manager, by account, Region and name: see resources/parameter.ts. */
  parameters: Map<string, string>;
}
