import type { ResourceType } from '../template/resource.ts';
import { bucket } from './bucket.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { CONFIGURATION } from './configuration.ts';
import { lambdaFunction } from './function.ts';
import { functionAlias } from './function-alias.ts';
import { functionPermission } from './function-permission.ts';
import { functionVersion } from './function-version.ts';
import { HTTP_API } from './http-api.ts';
import { key } from './key.ts';
import { keyAlias } from './key-alias.ts';
import { logGroup } from './log-group.ts';
import { managedPolicy } from './managed-policy.ts';
import { parameter } from './parameter.ts';
import { policy } from './policy.ts';
import { queue } from './queue.ts';
import { queuePolicy } from './queue-policy.ts';
import { role } from './role.ts';
import { schedule, scheduleGroup } from './schedule.ts';
import { stateMachine } from './state-machine.ts';
import { stateMachineVersion } from './state-machine-version.ts';
import { topic } from './topic.ts';
import { topicPolicy } from './topic-policy.ts';

/** All resource types that an app may have here. A new one is a new file and a line in this list. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    role,
    policy,
    managedPolicy,
    key,
    keyAlias,
    bucket,
    bucketPolicy,
    lambdaFunction,
    functionVersion,
    functionAlias,
    functionPermission,
    stateMachine,
    stateMachineVersion,
    logGroup,
    topic,
    topicPolicy,
    queue,
    queuePolicy,
    scheduleGroup,
    schedule,
    parameter,
    ...HTTP_API,
    ...CONFIGURATION,
  ].map((resourceType) => [resourceType.type, resourceType]),
);
