import { HUB_STACK, machineName } from '../core/base/run/names.ts';
import type { Services } from '../emulator/aws/services.ts';
import type { Credentials } from '../emulator/base/records.ts';
import type { Home } from './route.ts';

/** Who acts in which account; `pipeline` is a user of the hub's account with the right to start the routes, and no other. */
export type CloudAccounts = Record<
  'hub' | 'source' | 'target' | 'pipeline',
  { id: string; region: string; credentials: Credentials }
>;

/** An administrator in each account, and the pipeline's user, who may start and watch the routes and nothing else. */
export function createAccounts({ iam }: Services, { hub, source, target, routes }: Home): CloudAccounts {
  const states = `arn:aws:states:${hub.region}:${hub.account}`;
  const api = `arn:aws:execute-api:${hub.region}:${hub.account}:*/$default/*`;
  const pipeline = {
    Statement: [
      {
        Effect: 'Allow' as const,
        Action: 'states:StartExecution',
        Resource: routes.map((route) => `${states}:stateMachine:${machineName(route)}`),
      },
      {
        Effect: 'Allow' as const,
        Action: ['states:DescribeExecution', 'states:GetExecutionHistory'],
        Resource: routes.map((route) => `${states}:execution:${machineName(route)}:*`),
      },
      {
        Effect: 'Allow' as const,
        Action: 'execute-api:Invoke',
        Resource: routes.flatMap((route) => [`${api}/routes/${route}`, `${api}/routes/${route}/*`]),
      },
      {
        Effect: 'Allow' as const,
        Action: 'cloudformation:DescribeStacks',
        Resource: `arn:aws:cloudformation:${hub.region}:${hub.account}:stack/${HUB_STACK}/*`,
      },
    ],
  };
  const admins = new Map<string, Credentials>();
  const adminOf = (account: string) => {
    const keys = admins.get(account) ?? iam.createUser(account, 'admin');
    admins.set(account, keys);
    return keys;
  };
  const administered = ({ account, region }: Home['hub']) => ({ id: account, region, credentials: adminOf(account) });
  return {
    hub: administered(hub),
    source: administered(source),
    target: administered(target),
    pipeline: { id: hub.account, region: hub.region, credentials: iam.createUser(hub.account, 'pipeline', [pipeline]) },
  };
}

/** What a target account may do with the key of a shared snapshot (https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html). */
const USE = ['kms:DescribeKey', 'kms:CreateGrant', 'kms:GenerateDataKey*', 'kms:ReEncrypt*', 'kms:Decrypt'];

/**
 * The source's volumes are encrypted under a key of its own, which the target account may use: the usual way for
 * whoever shares snapshots. Volumes under `aws/ebs` ask for that key by name.
 */
export function createSourceKey({ kms, ec2State }: Services, { source, target }: Home): void {
  const { account, region } = source;
  const key = kms.createKey({
    account,
    region,
    description: 'Encrypts the volumes of the source',
    policy: {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${target.account}:root` }, Action: USE, Resource: '*' },
        // As `aws/ebs` has it: without it, no driver that has AWS's policies attaches a volume of this key.
        {
          Effect: 'Allow',
          Principal: '*',
          Action: [...USE, 'kms:Encrypt'],
          Resource: '*',
          Condition: {
            StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${region}.amazonaws.com` },
          },
        },
      ],
    },
  });
  kms.createAlias(account, region, 'alias/ebs', key.arn);
  ec2State.place(account, region).defaultKeyArn = key.arn;
}
