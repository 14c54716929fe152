import { XMLParser } from 'fast-xml-parser';
import { type CallPlace, plainCall, serviceError } from '../../../adapters/aws/plain-call.ts';
import { until } from '../cluster.ts';
import { TEST_TAG } from '../names.ts';

export interface FoundStack {
  name: string;
  id: string;
  /** Such as `DELETE_IN_PROGRESS`. */
  status: string;
  reason: string;
  /** Bears the tag of the test: only those are deleted. */
  isOurs: boolean;
}

type Place = CallPlace & { account: string };

// biome-ignore lint/suspicious/noExplicitAny: XML has no types; each caller reads the members that it knows
type Answer = Record<string, any>;
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'member' });
const DELETION_MINUTES = 45;

/** Undefined when there is none of that name (or id), or it is deleted. */
export async function findStack(place: CallPlace, name: string): Promise<FoundStack | undefined> {
  const answer = await call(place, 'DescribeStacks', name).catch((error: Error) => {
    if (error.name === 'ValidationError' && error.message.includes('does not exist')) return undefined;
    throw error;
  });
  const [stack] = answer?.DescribeStacksResponse?.DescribeStacksResult?.Stacks?.member ?? [];
  if (!stack || stack.StackStatus === 'DELETE_COMPLETE') return undefined;
  const tags = (stack.Tags?.member ?? []) as { Key?: string; Value?: string }[];
  return {
    name: stack.StackName,
    id: stack.StackId,
    status: stack.StackStatus,
    reason: stack.StackStatusReason ?? '',
    isOurs: tags.some(({ Key, Value }) => Key === TEST_TAG.key && Value === TEST_TAG.value),
  };
}

/**
 * Deletes the stack, waits until it is gone, and answers the ARNs of buckets and keys that it may have kept. Nothing happens
 * when there is none, or it is somebody else's.
 */
export async function deleteStack(place: Place, name: string, signal: AbortSignal): Promise<string[]> {
  const found = await findStack(place, name);
  if (!found?.isOurs) return [];
  const keepers = await keepersOf(place, name);
  await call(place, 'DeleteStack', name);
  await until(`Stack ${name} was to be deleted`, DELETION_MINUTES, signal, () => isGone(place, found.id));
  return keepers;
}

async function keepersOf(place: Place, name: string): Promise<string[]> {
  const arns: Record<string, (id: string) => string> = {
    'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id}`,
    'AWS::KMS::Key': (id) => `arn:aws:kms:${place.region}:${place.account}:key/${id}`,
  };
  const answer = await call(place, 'DescribeStackResources', name);
  const members = answer.DescribeStackResourcesResponse?.DescribeStackResourcesResult?.StackResources?.member ?? [];
  return (members as { ResourceType: string; PhysicalResourceId?: string }[]).flatMap(
    ({ ResourceType, PhysicalResourceId: id }) => (id && arns[ResourceType]?.(id)) || [],
  );
}

async function isGone(place: CallPlace, id: string): Promise<true | undefined> {
  const stack = await findStack(place, id);
  if (stack?.status === 'DELETE_FAILED') throw new Error(`Stack ${stack.name} could not be deleted: ${stack.reason}`);
  return stack ? undefined : true;
}

async function call(place: CallPlace, Action: string, StackName: string): Promise<Answer> {
  const body = String(new URLSearchParams({ Action, Version: '2010-05-15', StackName }));
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const { status, text } = await plainCall(place, { service: 'cloudformation', headers, body });
  const answer = parser.parse(text) as Answer;
  if (status < 300) return answer;
  const { Code = `Http${status}`, Message = text } = answer.ErrorResponse?.Error ?? {};
  throw serviceError(Code, Message, status);
}
