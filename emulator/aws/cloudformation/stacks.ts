/** CloudFormation, as far as one asks it what was deployed: stacks come from the deployment of the assembly. */
import { randomUUID } from 'node:crypto';
import { AwsError, type Call, type Service } from '../../base/service.ts';

export interface Stack {
  account: string;
  region: string;
  name: string;
  outputs: Record<string, string>;
}

interface KeptStack extends Stack {
  id: string;
  createdAt: Date;
}

export interface Stacks {
  service: Service;
  /** Keeps what a deployment has made. */
  keep(stack: Stack): void;
}

export function createStacks(now: () => Date = () => new Date()): Stacks {
  const kept: KeptStack[] = [];
  return {
    service: {
      signingName: 'cloudformation',
      protocol: 'query',
      xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      operations: { DescribeStacks: (input, call) => ({ Stacks: found(kept, input, call).map(wire) }) },
    },
    keep(stack) {
      const { account, region, name } = stack;
      const id = `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`;
      kept.push({ ...stack, id, createdAt: now() });
    },
  };
}

/**
 * By name or id, or all of the account and Region
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html).
 */
function found(kept: KeptStack[], input: { StackName?: string }, call: Call): KeptStack[] {
  const unknown = Object.keys(input).filter((member) => member !== 'StackName');
  if (unknown.length > 0) {
    throw new AwsError(
      'UnsupportedByLocalCloud',
      `DescribeStacks: ${unknown.join(', ')} is not implemented here.`,
      501,
    );
  }
  const { StackName: wanted } = input;
  const here = kept.filter(({ account, region }) => account === call.account && region === call.region);
  if (wanted === undefined) {
    call.authorize('cloudformation:DescribeStacks', '*');
    return here;
  }
  const stack = here.find(({ name, id }) => wanted === name || wanted === id);
  const any = `arn:aws:cloudformation:${call.region}:${call.account}:stack/${wanted}/*`;
  call.authorize('cloudformation:DescribeStacks', stack?.id ?? (wanted.startsWith('arn:') ? wanted : any));
  if (!stack) throw new AwsError('ValidationError', `Stack with id ${wanted} does not exist`);
  return [stack];
}

const wire = ({ id, name, createdAt, outputs }: KeptStack) => ({
  StackId: id,
  StackName: name,
  CreationTime: createdAt,
  StackStatus: 'CREATE_COMPLETE',
  DisableRollback: false,
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});
