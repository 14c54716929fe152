import { textAt } from '../../kube/fields.ts';

/** The namespace of the service account, or of the group of service accounts, that a subject of RBAC is; undefined for people. */
export function accountsNamespace(subject: unknown): string | undefined {
  if (textAt(subject, 'kind') === 'ServiceAccount') return textAt(subject, 'namespace');
  return /^system:serviceaccounts?:([^:]+)/.exec(textAt(subject, 'name') ?? '')?.[1];
}
