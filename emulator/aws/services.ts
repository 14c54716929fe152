/** All services of one cloud, wired to each other: keys guard buckets and volumes, policies guard everything. */
import type { Json } from '../../kube/kube-object.ts';
import type { Faults } from '../base/faults.ts';
import type { Service } from '../base/service.ts';
import { createStacks, type Stacks } from './cloudformation/stacks.ts';
import { createEbs } from './ebs/ebs.ts';
import { createEc2 } from './ec2/ec2.ts';
import { createEc2State, type Ec2State } from './ec2/state.ts';
import { createHttpApis, type HttpApis } from './http-api/http-apis.ts';
import { createIam, type Iam } from './iam/iam.ts';
import { createIamService } from './iam/service.ts';
import { createKms } from './kms/kms.ts';
import type { Kms } from './kms/kms-state.ts';
import { createLambda, type LambdaOptions } from './lambda/lambda.ts';
import type { Lambda } from './lambda/lambda-service.ts';
import { createLogGroups, type LogGroups } from './logs/log-groups.ts';
import { createS3, type S3 } from './s3/s3.ts';
import { useKeyOf } from './s3/use-key.ts';
import { createSecretsManager, type SecretsManager } from './secrets-manager/secrets-manager.ts';
import { createServiceQuotas } from './service-quotas/service-quotas.ts';
import { createSns } from './sns/sns.ts';
import { createTopics, type Topics } from './sns/topics.ts';
import { createQueues, type Queues } from './sqs/queues.ts';
import { createSqs } from './sqs/sqs.ts';
import { createSts } from './sts/sts.ts';
import { createWebIdentity, type WebIdentity } from './sts/web-identity.ts';

/** What was put on an event bus; there are no rules on this machine. */
export interface BusEvent {
  source: string;
  detailType: string;
  detail: Json;
  time: Date;
}

export interface Services {
  iam: Iam;
  kms: Kms;
  s3: S3;
  lambda: Lambda;
  httpApis: HttpApis;
  logs: LogGroups;
  topics: Topics;
  sns: Service;
  queues: Queues;
  secrets: SecretsManager;
  webIdentity: WebIdentity;
  stacks: Stacks;
  /** Of Systems Manager, as deployments keep and take them. */
  parameters: Map<string, string>;
  events: BusEvent[];
  /** Volumes, snapshots and instances of all accounts. */
  ec2State: Ec2State;
  /** What the gateway serves. */
  list: Service[];
}

export interface ServicesOptions {
  faults: Faults;
  /** Asked when the first function runs. */
  endpoint(): string;
  warmFunctions?: number;
  route?: LambdaOptions['route'];
  surroundings?: LambdaOptions['surroundings'];
}

export function createServices({ faults, endpoint, warmFunctions, route, surroundings }: ServicesOptions): Services {
  const iam = createIam();
  const kms = createKms();
  const s3 = createS3(useKeyOf(kms));
  const logs = createLogGroups();
  const lambda = createLambda({ iam, logs, faults, endpoint, warmFunctions, route, surroundings });
  const httpApis = createHttpApis({ lambda, endpoint });
  const topics = createTopics();
  const queues = createQueues();
  const sns = createSns(topics);
  const secrets = createSecretsManager();
  const webIdentity = createWebIdentity();
  const stacks = createStacks();
  const ec2State = createEc2State();
  for (const { resourcePolicy } of [kms, s3, lambda, topics, queues]) iam.addResourcePolicies(resourcePolicy);
  const ec2 = createEc2({ state: ec2State, kms });
  const ebs = createEbs({ state: ec2State, kms });
  const list = [
    ...[createSts(iam, webIdentity), createIamService(iam), kms.service, s3.service, lambda.service, sns, ec2, ebs],
    ...[httpApis.service, createSqs(queues), createServiceQuotas(), secrets.service, stacks.service],
  ];
  return {
    iam,
    kms,
    s3,
    lambda,
    httpApis,
    logs,
    topics,
    sns,
    queues,
    secrets,
    webIdentity,
    stacks,
    parameters: new Map(),
    events: [],
    ec2State,
    list,
  };
}
