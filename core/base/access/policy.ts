import { partitionOf } from '../request/partition.ts';
import { HUB_STACK } from '../run/names.ts';
import { type Group, rightsOf } from './groups.ts';

export interface Hub {
  account: string;
  region: string;
  /** Id of the HTTP API; `*` for any. */
  api: string;
}

/**
 * The whole policy of one group on routes: to call the API, and to look up its URL. Everything else is refused.
 * Resource names: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function policyOf(group: Group, routes: readonly string[], { account, region, api }: Hub) {
  const arn = `arn:${partitionOf(region)}`;
  const stage = `${arn}:execute-api:${region}:${account}:${api}/$default`;
  return {
    Version: '2012-10-17' as const,
    Statement: [
      {
        Effect: 'Allow' as const,
        Action: 'cloudformation:DescribeStacks',
        Resource: `${arn}:cloudformation:${region}:${account}:stack/${HUB_STACK}/*`,
      },
      {
        Effect: 'Allow' as const,
        Action: 'execute-api:Invoke',
        Resource: rightsOf(group, routes).map((right) => `${stage}/${right}`),
      },
    ],
  };
}
