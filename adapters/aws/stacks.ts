import { XMLParser } from 'fast-xml-parser';
import { KubeferryError } from '../../core/base/errors.ts';
import { awsCall } from './errors.ts';
import { type CallPlace, plainCall, serviceError } from './plain-call.ts';

export interface StackInfo {
  name: string;
  /** Such as `UPDATE_COMPLETE`. */
  status: string;
  outputs: Record<string, string>;
}

interface Answer {
  DescribeStacksResponse?: {
    DescribeStacksResult?: { Stacks?: { member?: WireStack[] } };
  };
  ErrorResponse?: { Error?: { Code?: string; Message?: string } };
}

interface WireStack {
  StackName?: string;
  StackStatus?: string;
  Outputs?: { member?: { OutputKey?: string; OutputValue?: string }[] };
}

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'member' });

/**
 * One stack by name (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html).
 * Throws NotFound, AccessDenied, Unavailable.
 */
export function describeStack(place: CallPlace, name: string): Promise<StackInfo> {
  return awsCall(`describe stack "${name}" in ${place.region}`, async () => {
    const body = new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: name });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const { status, text } = await plainCall(place, { service: 'cloudformation', headers, body: String(body) });
    const answer = parser.parse(text) as Answer;
    if (status >= 300) throw failure(answer, status, name);
    const [stack] = answer.DescribeStacksResponse?.DescribeStacksResult?.Stacks?.member ?? [];
    if (!stack) throw missing(name, place.region);
    const outputs = (stack.Outputs?.member ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey,
      OutputValue,
    ]);
    return { name: stack.StackName ?? name, status: stack.StackStatus ?? '', outputs: Object.fromEntries(outputs) };
  });
}

function failure({ ErrorResponse }: Answer, status: number, name: string): Error {
  const { Code = `Http${status}`, Message = '' } = ErrorResponse?.Error ?? {};
  // CloudFormation says so of a stack that does not exist; its code is that of any other mistake.
  if (Code === 'ValidationError' && Message.endsWith('does not exist')) return missing(name, '');
  return serviceError(Code, Message, status);
}

const missing = (name: string, region: string) =>
  new KubeferryError('NotFound', `There is no stack "${name}"${region ? ` in ${region}` : ''}.`);
