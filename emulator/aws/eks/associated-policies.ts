import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { entryOf } from './access-entries.ts';
import { ACCESS_POLICIES } from './access-policies.data.ts';
import { policyArn as arnOf, policyName } from './access-policies.ts';
import { type Conditions, type EksCall, invalid, page, paging } from './operation.ts';
import type { AssociatedPolicy } from './state.ts';

const named = { clusterName: z.string(), principalArn: z.string() };

export const AssociateAccessPolicy = z.strictObject({
  ...named,
  policyArn: z.string(),
  accessScope: z.strictObject({ type: z.enum(['cluster', 'namespace']), namespaces: z.array(z.string()).default([]) }),
});
export const DisassociateAccessPolicy = z.strictObject({ ...named, policyArn: z.string() });
export const ListAssociatedAccessPolicies = z.strictObject({ ...named, ...paging });
export const ListAccessPolicies = z.strictObject(paging);

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html: again, it replaces the scope. */
export function associateAccessPolicy(input: z.output<typeof AssociateAccessPolicy>, eks: EksCall) {
  const { type, namespaces } = input.accessScope;
  const { cluster, entry } = entryOf(input.clusterName, input.principalArn, 'eks:AssociateAccessPolicy', eks, {
    ...policyConditions(input.policyArn),
    'eks:accessScope': type,
    ...(namespaces.length > 0 ? { 'eks:namespaces': namespaces } : {}),
  });
  if (!policyName(input.policyArn)) {
    throw new AwsError('ResourceNotFoundException', 'The specified policyArn could not be found.', 404, {
      clusterName: cluster.name,
    });
  }
  if ((type === 'namespace') !== namespaces.length > 0) {
    throw invalid(
      type === 'namespace'
        ? 'Namespaces must be specified when the access scope type is namespace.'
        : 'Namespaces cannot be specified when the access scope type is cluster.',
    );
  }
  const before = entry.policies.get(input.policyArn);
  const policy: AssociatedPolicy = {
    arn: input.policyArn,
    ...(type === 'namespace' ? { namespaces } : {}),
    associatedAt: before?.associatedAt ?? eks.now,
    modifiedAt: eks.now,
  };
  entry.policies.set(policy.arn, policy);
  return {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    associatedAccessPolicy: associatedWire(policy),
  };
}

export function disassociateAccessPolicy(input: z.output<typeof DisassociateAccessPolicy>, eks: EksCall) {
  const { cluster, entry } = entryOf(
    input.clusterName,
    input.principalArn,
    'eks:DisassociateAccessPolicy',
    eks,
    policyConditions(input.policyArn),
  );
  if (!entry.policies.delete(input.policyArn)) {
    throw new AwsError(
      'ResourceNotFoundException',
      'The specified policyArn is not associated with the access entry.',
      404,
      { clusterName: cluster.name },
    );
  }
  return {};
}

export function listAssociatedAccessPolicies(input: z.output<typeof ListAssociatedAccessPolicies>, eks: EksCall) {
  const action = 'eks:ListAssociatedAccessPolicies';
  const { cluster, entry } = entryOf(input.clusterName, input.principalArn, action, eks);
  const seen = [...entry.policies.values()].filter(
    ({ arn, associatedAt }) => !eks.call.isLate(`${entry.arn} ${arn}`, associatedAt, 'in-a-list'),
  );
  const { items, nextToken } = page(seen, input);
  return {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    associatedAccessPolicies: items.map(associatedWire),
    nextToken,
  };
}

export function listAccessPolicies(input: z.output<typeof ListAccessPolicies>, { call }: EksCall) {
  call.authorize('eks:ListAccessPolicies', '*');
  const { items, nextToken } = page(Object.keys(ACCESS_POLICIES), input);
  return { accessPolicies: items.map((name) => ({ name, arn: arnOf(name) })), nextToken };
}

const policyConditions = (arn: string): Conditions => ({ 'eks:policyArn': arn });

const associatedWire = ({ arn, namespaces, associatedAt, modifiedAt }: AssociatedPolicy) => ({
  policyArn: arn,
  accessScope: namespaces ? { type: 'namespace', namespaces } : { type: 'cluster', namespaces: [] },
  associatedAt: new Date(associatedAt),
  modifiedAt: new Date(modifiedAt),
});
