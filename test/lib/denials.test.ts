import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../core/serve/api/operations.ts';
import { type Asked, isAllowed } from './reach/evaluated.ts';
import { administrator, machineArn, person, starter } from './reach/people.ts';
import { type Role, worldOf } from './reach/world.ts';
import { CONFIG, MOVER, synthesize } from './synthesize.ts';

const PROD = '222233334444';
const DEV = '444455556666';
const { hub } = CONFIG;
const world = worldOf(synthesize(), hub);

const everyAction = [...world.roles.values()].flatMap(({ rights }) => rights.flatMap(({ actions }) => actions));
const actionsOf = (service: string) => [...new Set(everyAction)].filter((action) => action.startsWith(`${service}:`));

/** Everything that the templates make or name, with every action that any role of them may use on it. */
function everything(): Asked[] {
  const on = (resources: string[], actions: string[], context = {}) =>
    resources.flatMap((resource) => actions.map((action) => ({ action, resource, context })));
  const api = `arn:aws:execute-api:eu-west-1:${hub.account}:api/$default`;
  const paths = OPERATIONS.flatMap(({ method, path }) =>
    CONFIG.routes.map(({ name }) => `${api}/${method}${path.replace('{route}', name).replace(/\{\w+\}/g, 'any')}`),
  );
  const resourcesOf = (service: string) =>
    [...world.roles.values()]
      .flatMap(({ rights }) => rights.flatMap(({ resources }) => resources))
      .filter((arn) => arn.startsWith(`arn:aws:${service}:`))
      .map((arn) => arn.replaceAll('*', 'any'));
  const services = ['s3', 'kms', 'sns', 'sqs', 'events', 'ec2', 'ebs', 'eks', 'logs', 'scheduler'];
  return [
    ...on(
      [...world.machines.map(({ arn }) => arn), ...world.machines.map(({ arn }) => `${arn}:1`)],
      actionsOf('states'),
    ),
    ...on(
      world.functions.flatMap(({ arn }) => [arn, `${arn}:1`]),
      ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'],
    ),
    ...on(paths, ['execute-api:Invoke']),
    ...on([...world.roles.keys()], ['sts:AssumeRole'], { 'sts:ExternalId': CONFIG.installation }),
    ...on([...world.roles.keys()], ['iam:PassRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy']),
    ...services.flatMap((service) => on([...new Set(resourcesOf(service))], actionsOf(service))),
  ];
}

// Promise: direction-is-a-right
it('denies whoever may start one route everything else: machines, functions, the API, roles, records and keys', () => {
  const asked = everything();
  for (const { name } of CONFIG.routes) {
    const allowed = asked.filter((each) => isAllowed(world, starter(hub, name), each));
    expect(allowed.map(({ action, resource }) => [action, resource])).toEqual([
      ['states:StartExecution', machineArn(hub, name)],
    ]);
  }
  expect(asked.length).toBeGreaterThan(1000);
});

it('lets a pipeline that may clone along one route ask the API for nothing else', () => {
  const path = (method: string, rest: string) =>
    `arn:aws:execute-api:eu-west-1:${hub.account}:api/$default/${method}${rest}`;
  const pipeline = person(hub.account, 'pipeline', ['execute-api:Invoke', path('POST', '/routes/prod-to-dev/clones')]);
  const allowed = everything().filter((each) => isAllowed(world, pipeline, each));
  expect(allowed.map(({ resource }) => resource)).toEqual([path('POST', '/routes/prod-to-dev/clones')]);
});

it('lets nobody take a member role but the functions of the hub, even with its ExternalId', () => {
  const take = (role: Role, step = 'plan-clone') => ({
    action: 'sts:AssumeRole',
    resource: role.arn,
    context: {
      'sts:ExternalId': CONFIG.installation,
      'sts:RoleSessionName': `${step}@run-1`,
      'aws:PrincipalTag/kubeferry:step': step,
    },
  });
  // A connector's role is Lambda's alone: its trust has no other principal.
  const members = [...world.roles.values()].filter(
    ({ account, arn }) => account !== hub.account && !arn.includes('role/kubeferry-connector-'),
  );
  for (const member of members) {
    for (const account of [hub.account, DEV].filter((each) => each !== member.account)) {
      expect(isAllowed(world, administrator(account), take(member)), `${account} ${member.arn}`).toBe(false);
    }
    const takers = [...world.roles.values()].filter((role) =>
      isAllowed(world, role, take(member, role.tags['kubeferry:step'])),
    );
    expect(takers.length, member.arn).toBeGreaterThan(5);
    expect(takers.filter(({ account }) => account !== hub.account)).toEqual([]);
    const stranger = {
      ...take(member),
      context: { ...take(member).context, 'sts:ExternalId': 'another-installation' },
    };
    expect(takers.filter((role) => isAllowed(world, role, stranger))).toEqual([]);
  }
});

describe('the source role in prod', () => {
  const sourceRole = (routes: unknown = CONFIG.routes) => {
    const made = worldOf(synthesize({ ...CONFIG, routes }), hub);
    const role = made.roles.get(`arn:aws:iam::${PROD}:role/kubeferry-source-us-east-1`) as Role;
    return (action: string, resource: string, context = {}) => isAllowed(made, role, { action, resource, context });
  };
  const may = sourceRole();
  const snapshot = 'arn:aws:ec2:us-east-1::snapshot/snap-0a';
  const ours = { 'aws:ResourceTag/kubeferry:made-by': 'kubeferry' };
  const entry = `arn:aws:eks:us-east-1:${PROD}:access-entry/prod/role/${PROD}/kubeferry-source-us-east-1/1`;
  const policy = (name: string) => ({ 'eks:policyArn': `arn:aws:eks::aws:cluster-access-policy/${name}` });

  it.each(['ec2:DeleteSnapshot', 'ec2:CreateTags'])('%s: its own snapshots alone', (action) => {
    expect(may(action, snapshot, ours)).toBe(true);
    expect(may(action, snapshot)).toBe(false);
    expect(may(action, `arn:aws:ec2:us-east-1:${PROD}:volume/vol-0a`, ours)).toBe(false);
  });

  it('shares its own snapshots, with the accounts of its routes alone, and never with everybody', () => {
    const share = 'ec2:ModifySnapshotAttribute';
    expect(may(share, snapshot, { ...ours, 'ec2:Add/userId': DEV })).toBe(true);
    expect(may(share, snapshot, { 'ec2:Add/userId': DEV })).toBe(false);
    expect(may(share, snapshot, { ...ours, 'ec2:Add/userId': '999900001111' })).toBe(false);
    expect(may(share, snapshot, { ...ours, 'ec2:Add/group': 'all' })).toBe(false);
  });

  it('makes an entry for itself alone, in no group', () => {
    const cluster = `arn:aws:eks:us-east-1:${PROD}:cluster/prod`;
    const principal = (name: string) => ({ 'eks:principalArn': `arn:aws:iam::${PROD}:role/${name}` });
    expect(may('eks:CreateAccessEntry', cluster, principal('kubeferry-source-us-east-1'))).toBe(true);
    expect(may('eks:CreateAccessEntry', cluster, principal('somebody'))).toBe(false);
    const grouped = { ...principal('kubeferry-source-us-east-1'), 'eks:kubernetesGroups': 'system:masters' };
    expect(may('eks:CreateAccessEntry', cluster, grouped)).toBe(false);
    expect(may('eks:DeleteAccessEntry', entry.replace('kubeferry-source', 'somebody'))).toBe(false);
  });

  // Promise: quiesce-only-if-allowed
  it('looks only, unless its route may quiesce, and then only in namespaces', () => {
    const take = (use: typeof may, name: string, scope: string) =>
      use('eks:AssociateAccessPolicy', entry, { ...policy(name), 'eks:accessScope': scope });
    const still = sourceRole(CONFIG.routes.map((route) => ({ ...route, mayQuiesce: false })));
    expect(take(still, 'AmazonEKSAdminViewPolicy', 'cluster')).toBe(true);
    expect(take(may, 'AmazonEKSEditPolicy', 'namespace')).toBe(true);
    for (const [use, name, scope] of [
      [still, 'AmazonEKSEditPolicy', 'namespace'],
      [still, 'AmazonEKSAdminPolicy', 'namespace'],
      [may, 'AmazonEKSEditPolicy', 'cluster'],
      [may, 'AmazonEKSClusterAdminPolicy', 'cluster'],
    ] as const) {
      expect(take(use, name, scope), `${name} ${scope}`).toBe(false);
    }
  });

  // Promise: movers-only-where-allowed
  it('may let itself make Jobs in namespaces of the clusters whose routes allow them', () => {
    const still = CONFIG.routes.map((route) => ({ ...route, mayQuiesce: false }));
    const mover = { image: MOVER };
    const moving = sourceRole(
      still.map((route) => (route.name === 'prod-to-dev' ? { ...route, source: { ...route.source, mover } } : route)),
    );
    const take = (use: typeof may, scope: string, at = entry) =>
      use('eks:AssociateAccessPolicy', at, { ...policy('AmazonEKSEditPolicy'), 'eks:accessScope': scope });
    expect(take(sourceRole(still), 'namespace')).toBe(false);
    expect(take(moving, 'namespace')).toBe(true);
    expect(take(moving, 'cluster')).toBe(false);
    expect(take(moving, 'namespace', entry.replace('/prod/', '/prod-2/'))).toBe(false);
  });

  // Promise: handed-over-where-allowed
  it('is in the one group of hand-overs only where a route may hand volumes over, administers nothing, and gets no right of EC2', () => {
    const handing = sourceRole(
      CONFIG.routes.map((route) => ({ ...route, ...(route.name === 'prod-to-dev' ? { handOver: true } : {}) })),
    );
    const enter = (use: typeof may, cluster: string, ...groups: string[]) =>
      use('eks:CreateAccessEntry', `arn:aws:eks:us-east-1:${PROD}:cluster/${cluster}`, {
        'eks:principalArn': `arn:aws:iam::${PROD}:role/kubeferry-source-us-east-1`,
        ...(groups.length > 0 ? { 'eks:kubernetesGroups': groups } : {}),
      });
    const GROUP = 'kubeferry:hands-over';
    expect([enter(handing, 'prod', GROUP), enter(handing, 'prod')]).toEqual([true, true]);
    expect([enter(handing, 'prod', GROUP, 'admins'), enter(handing, 'prod', 'admins')]).toEqual([false, false]);
    expect([enter(handing, 'prod-2', GROUP), enter(may, 'prod', GROUP)]).toEqual([false, false]);
    expect(handing('eks:AssociateAccessPolicy', entry, policy('AmazonEKSClusterAdminPolicy'))).toBe(false);
    expect(handing('eks:UpdateAccessEntry', entry)).toBe(false);
    const volume = `arn:aws:ec2:us-east-1:${PROD}:volume/vol-0db`;
    for (const action of ['DetachVolume', 'AttachVolume', 'DeleteVolume', 'ModifyVolume', 'CreateTags'])
      expect(handing(`ec2:${action}`, volume), action).toBe(false);
  });

  it.each([
    'ec2:DeleteVolume',
    'ec2:ModifyVolume',
    'ec2:DetachVolume',
    'ec2:TerminateInstances',
    'eks:UpdateClusterConfig',
    'eks:DeleteCluster',
    'eks:DeleteNodegroup',
    'iam:PassRole',
    'iam:PutRolePolicy',
    'kms:CreateGrant',
    'kms:PutKeyPolicy',
    'kms:ScheduleKeyDeletion',
    's3:PutObject',
  ])('has no right to %s, whatever it is asked for', (action) => {
    const service = action.split(':')[0];
    for (const resource of ['*', snapshot, entry, `arn:aws:${service}:us-east-1:${PROD}:any/any`]) {
      expect(may(action, resource, ours)).toBe(false);
    }
  });
});
