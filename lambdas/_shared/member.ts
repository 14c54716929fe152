import { assumeMember, type MemberSession } from '../../adapters/aws/member.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { required } from './environment.ts';

export type Side = 'source' | 'target';

/** Takes the route's role on one side; refuses when it leads to another account. */
export function memberOf(clone: Clone, side: Side): Promise<MemberSession> {
  return assumeMember(clone.route[side], { cloneId: clone.cloneId, step: required('POWERTOOLS_SERVICE_NAME') });
}
