import type { Access } from '../gateway/authorize.ts';
import type { Context } from './request-context.ts';
import { prefixed } from './tags.ts';

/**
 * The service's condition keys with the global ones
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
export function contextOf({ caller, region, resource, context }: Access, resourceOwner?: string): Context {
  const resourceAccount = resourceOwner ?? resource.split(':')[4];
  const keys: Record<string, string | string[] | undefined> = {
    'aws:PrincipalArn': caller.principalArn,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalType': caller.principalArn.includes(':role/') ? 'AssumedRole' : 'User',
    'aws:PrincipalIsAWSService': 'false',
    'aws:username': caller.principalArn.includes(':user/') ? caller.principalArn.split('/').at(-1) : undefined,
    'aws:userid': caller.arn.split('/').slice(1).join(':'),
    'aws:RequestedRegion': region,
    'aws:ViaAWSService': 'false',
    'aws:CurrentTime': new Date().toISOString(),
    'aws:ResourceAccount': resourceAccount || undefined,
    // The loopback gateway stands in for an HTTPS endpoint: nothing leaves this machine, so TLS-only policies hold.
    'aws:SecureTransport': 'true',
    ...prefixed('aws:PrincipalTag/', caller.tags ?? {}),
    ...context,
  };
  const given = Object.entries(keys).filter(([, value]) => value !== undefined) as [string, string | string[]][];
  return new Map(given.map(([key, value]) => [key.toLowerCase(), [value].flat()]));
}
