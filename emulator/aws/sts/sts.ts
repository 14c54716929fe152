import type { Call, Service } from '../../base/service.ts';
import type { Iam } from '../iam/iam.ts';
import { assumeRole } from './assume-role.ts';
import { createWebIdentity, type WebIdentity } from './web-identity.ts';

/** STS: who am I, becoming a role, and proving to others who one is. Every Region answers. */
export function createSts(iam: Iam, webIdentity: WebIdentity = createWebIdentity()): Service {
  return {
    signingName: 'sts',
    protocol: 'query',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    operations: {
      AssumeRole: (input, call) => assumeRole(iam, input, call),
      GetWebIdentityToken: (input, call) => webIdentity.token(input, call),
      GetCallerIdentity: (_input, call) => callerIdentity(call),
    },
  };
}

/** Needs no permission: no policy can take it away. */
function callerIdentity({ caller }: Call) {
  return { Account: caller.account, Arn: caller.arn, UserId: userId(caller.arn) };
}

const userId = (arn: string) => arn.split('/').slice(1).join(':');
