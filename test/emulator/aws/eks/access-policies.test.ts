import { describe, expect, it } from 'vitest';
import { authorizeByPolicies, policyGroup } from '../../../../emulator/aws/eks/access-policies.ts';

const identity = (...groups: string[]) => ({ username: 'someone', groups });
const secrets = { group: '', resource: 'secrets' };
const pods = { group: '', resource: 'pods' };

describe('access policies', () => {
  it.each([
    ['AmazonEKSAdminViewPolicy', { verb: 'list', ...secrets, namespace: 'shop' }, true],
    ['AmazonEKSAdminViewPolicy', { verb: 'get', group: 'any.example.com', resource: 'things' }, true],
    ['AmazonEKSAdminViewPolicy', { verb: 'delete', ...secrets, namespace: 'shop' }, false],
    ['AmazonEKSAdminViewPolicy', { verb: 'create', ...pods, subresource: 'exec', namespace: 'shop' }, false],
    ['AmazonEKSAdminViewPolicy', { verb: 'get', ...pods, subresource: 'exec', namespace: 'shop' }, false],
    ['AmazonEKSAdminViewPolicy', { verb: 'get', group: '', resource: 'nodes', subresource: 'proxy' }, false],
    [
      'AmazonEKSAdminViewPolicy',
      { verb: 'patch', group: 'apps', resource: 'statefulsets', subresource: 'scale', namespace: 'shop' },
      false,
    ],
    ['AmazonEKSViewPolicy', { verb: 'list', ...pods, namespace: 'shop' }, true],
    ['AmazonEKSViewPolicy', { verb: 'list', ...secrets, namespace: 'shop' }, false],
    ['AmazonEKSViewPolicy', { verb: 'list', group: '', resource: 'persistentvolumes' }, false],
    ['AmazonEKSEditPolicy', { verb: 'patch', group: 'apps', resource: 'statefulsets', namespace: 'shop' }, true],
    ['AmazonEKSEditPolicy', { verb: 'create', ...pods, subresource: 'exec', namespace: 'shop' }, true],
    [
      'AmazonEKSEditPolicy',
      { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'roles', namespace: 'a' },
      false,
    ],
    [
      'AmazonEKSAdminPolicy',
      { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'roles', namespace: 'a' },
      true,
    ],
    ['AmazonEKSAdminPolicy', { verb: 'create', group: '', resource: 'namespaces' }, false],
    ['AmazonEKSClusterAdminPolicy', { verb: 'create', group: '', resource: 'namespaces' }, true],
    ['AmazonEKSSecretReaderPolicy', { verb: 'get', ...secrets, namespace: 'shop' }, true],
    ['AmazonEKSSecretReaderPolicy', { verb: 'list', ...pods, namespace: 'shop' }, false],
  ])('%s: %o is %s', (policy, access, allowed) => {
    expect(authorizeByPolicies(identity(policyGroup(policy)), access)).toBe(allowed);
  });

  it('for a namespace say nothing about others, nor about the whole cluster', () => {
    const reader = identity(policyGroup('AmazonEKSAdminViewPolicy', ['shop', 'team-*']));
    const may = (access: { namespace?: string; resource?: string; name?: string }) =>
      authorizeByPolicies(reader, { verb: 'get', ...pods, ...access });
    expect(may({ namespace: 'shop' })).toBe(true);
    expect(may({ namespace: 'team-a' })).toBe(true);
    expect(may({ namespace: 'bank' })).toBe(false);
    expect(may({})).toBe(false);
    expect(may({ resource: 'namespaces', name: 'shop' })).toBe(true);
    expect(may({ resource: 'namespaces', name: 'bank' })).toBe(false);
  });

  it('leave an identity without any to RBAC', () => {
    expect(authorizeByPolicies(identity('system:authenticated', 'developers'), { verb: 'get', ...pods })).toBe(false);
  });
});
