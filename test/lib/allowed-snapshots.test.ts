import { describe, expect, it } from 'vitest';
import { isAllowed } from './reach/evaluated.ts';
import { worldOf } from './reach/world.ts';
import { ALLOWING, CONFIG, synthesize } from './synthesize.ts';

const ALLOWED = 'snap-0a1b2c3d4e5f60718';
const SOURCE = 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1';
const DEV = '444455556666';
const PROD = { account: '222233334444', region: 'us-east-1' };
const snapshot = (id: string) => `arn:aws:ec2:us-east-1::snapshot/${id}`;

const rolesOf = (given: Pick<typeof CONFIG, 'hub'>) => {
  const world = worldOf(synthesize(given), given.hub);
  return (action: string, id: string, context: Record<string, string | string[]> = {}) =>
    isAllowed(world, world.roles.get(SOURCE)!, {
      action,
      resource: snapshot(id),
      context: { 'aws:userid': 'AROAEXAMPLE:share-snapshot@run-1', ...context },
    });
};
const may = rolesOf(ALLOWING);
const mayByDefault = rolesOf(CONFIG);
const tagged = (key: string, value: string) => ({ [`aws:ResourceTag/${key}`]: value });
const OTHER = 'snap-0ffffffffffffffff';
const READ = 'ebs:GetSnapshotBlock';
const SHARE = 'ec2:ModifySnapshotAttribute';
const withDev = { 'ec2:Add/userId': [DEV] };

// Promise: origin-by-the-route-alone
describe('snapshots that others have made', () => {
  it('are read and shared where the route names them by their id, or by a tag that they carry', () => {
    for (const [id, context] of [
      [ALLOWED, {}],
      [OTHER, tagged('aws:dlm:lifecycle-policy-id', 'policy-1')],
      [OTHER, tagged('team', 'shop')],
    ] as const) {
      expect(may(READ, id, context)).toBe(true);
      expect(may('ebs:ListSnapshotBlocks', id, context)).toBe(true);
      expect(may(SHARE, id, { ...context, ...withDev })).toBe(true);
      expect(may(SHARE, id, { ...context, 'ec2:Remove/userId': [DEV] })).toBe(true);
    }
  });

  it('are not where it does not, nor by half of its tags', () => {
    for (const context of [{}, tagged('team', 'pay'), tagged('aws:dlm:lifecycle-policy-id', 'other-1')]) {
      expect(may(READ, OTHER, context)).toBe(false);
      expect(may(SHARE, OTHER, { ...context, ...withDev })).toBe(false);
    }
  });

  it('are shared with no account but the targets of routes', () => {
    expect(may(SHARE, ALLOWED, { 'ec2:Add/userId': ['999900001111'] })).toBe(false);
    expect(may(SHARE, ALLOWED, { 'ec2:Add/group': ['all'] })).toBe(false);
  });

  it('become volumes directly where the target is in the same account and Region, and nowhere else', () => {
    const target = (given: typeof CONFIG | typeof ALLOWING, role: string) => {
      const world = worldOf(synthesize(given), given.hub);
      return isAllowed(world, world.roles.get(role)!, {
        action: 'ec2:CreateVolume',
        resource: snapshot(ALLOWED),
        context: { 'aws:userid': 'AROAEXAMPLE:create-volume@run-1' },
      });
    };
    const [route] = ALLOWING.routes;
    const here = { ...ALLOWING, routes: [{ ...route!, target: { ...PROD, cluster: 'dev' } }] };
    expect(target(here as unknown as typeof CONFIG, 'arn:aws:iam::222233334444:role/kubeferry-target-us-east-1')).toBe(
      true,
    );
    expect(target(ALLOWING, 'arn:aws:iam::444455556666:role/kubeferry-target-eu-west-1')).toBe(false);
  });

  it('are never deleted and never tagged', () => {
    const context = { ...tagged('team', 'shop'), 'aws:RequestTag/kubeferry:made-by': 'kubeferry' };
    for (const id of [ALLOWED, OTHER]) {
      expect(may('ec2:DeleteSnapshot', id, context)).toBe(false);
      expect(may('ec2:CreateTags', id, context)).toBe(false);
    }
  });

  it('are nothing to a route that allows none', () => {
    expect(mayByDefault(READ, ALLOWED, tagged('team', 'shop'))).toBe(false);
    expect(mayByDefault(SHARE, ALLOWED, { ...tagged('team', 'shop'), ...withDev })).toBe(false);
  });
});
