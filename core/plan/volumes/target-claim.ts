import type { Request } from '../../base/request/request.ts';

/** The name that a source claim has in the target. */
export function targetClaim(claim: string, request: Pick<Request, 'mappings'>): string {
  const [namespace = '', name = ''] = claim.split('/');
  return `${request.mappings.namespaces[namespace] ?? namespace}/${name}`;
}
