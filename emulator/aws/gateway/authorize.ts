import type { RecordedCall } from '../../base/records.ts';
import type { Call, Caller, Service } from '../../base/service.ts';
import { deniedError } from './error-codes.ts';

/** One question to IAM: may this caller do this to that, here? */
export interface Access {
  caller: Caller;
  region: string;
  action: string;
  /** ARN, or `*` for actions without resources. */
  resource: string;
  /** Condition keys of the service; the global ones (`aws:PrincipalArn`, …) are added by IAM. */
  context: Record<string, string | string[]>;
}

export interface AboutCall {
  caller: Caller;
  region: string;
  service: string;
  operation: string;
  protocol: Service['protocol'];
}

/** Call.authorize: asks, records question and answer, and throws the service's own error when the answer is no. */
export function authorizer(
  { caller, region, service, operation, protocol }: AboutCall,
  decide: (access: Access) => { allowed: boolean; reason: string },
  record: (call: RecordedCall) => void,
): Call['authorize'] {
  return (action, resource, context = {}) => {
    const { allowed, reason } = decide({ caller, region, action, resource, context });
    const { principalArn, account } = caller;
    record({ service, operation, action, resource, principalArn, account, region, context, allowed });
    if (!allowed) throw deniedError({ protocol }, reason);
  };
}
