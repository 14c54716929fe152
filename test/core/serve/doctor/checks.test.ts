import { describe, expect, it } from 'vitest';
import { judge } from '../../../../core/serve/doctor/examine-route.ts';
import type { Quota, RouteFacts } from '../../../../core/serve/doctor/facts.ts';
import { cluster, EKS_TARGET, failed, found, healthy, NETWORK, notAsked, ROUTE } from './facts.ts';

const notOk = (facts: RouteFacts, route = ROUTE) => judge(route, facts).filter(({ status }) => status !== 'ok');
const key = (state: string) =>
  found({ arn: 'arn:aws:kms:eu-west-1:4:key/k-1', enabled: false, state, customerManaged: true });
const inside = (drivers: string[], classes: [name: string, isDefault: boolean][]) =>
  found({
    drivers,
    storageClasses: classes.map(([name, isDefault]) => ({ name, isDefault, provisioner: 'ebs.csi.aws.com' })),
  });

it('finds nothing on a route where all is as it must be', () => {
  expect(notOk(healthy())).toEqual([]);
});

describe('each thing that is broken is one broken check, with the command that fixes it', () => {
  // Promise: refuses-config-map-mode
  it.each<[what: string, breakIt: (facts: RouteFacts) => void, check: string, fix: RegExp]>([
    [
      'a cluster that takes no access entries',
      ({ source }) => Object.assign(source, { cluster: found(cluster('prod', { authenticationMode: 'CONFIG_MAP' })) }),
      'source access mode',
      /^aws eks update-cluster-config --name prod --region us-east-1 --access-config authenticationMode=API_AND_CONFIG_MAP$/,
    ],
    [
      'a cluster that does not exist',
      ({ source }) => Object.assign(source, { cluster: failed('NotFound'), entry: notAsked, inside: notAsked }),
      'source cluster',
      /kubeferry\.config\.ts/,
    ],
    [
      'a cluster that is being made',
      ({ target }) => Object.assign(target, { cluster: found(cluster('dev', { status: 'CREATING' })) }),
      'target cluster',
      /^aws eks wait cluster-active --name dev --region eu-west-1$/,
    ],
    [
      'a public endpoint that does not answer',
      ({ target }) => Object.assign(target, { inside: failed('ClusterUnreachable') }),
      'target endpoint',
      /^aws eks update-cluster-config --name dev --region eu-west-1 --resources-vpc-config publicAccessCidrs=/,
    ],
    [
      'a private endpoint that does not answer',
      ({ target }) =>
        Object.assign(target, {
          cluster: found(cluster('dev', { network: { ...NETWORK, publicEndpoint: false }, autoModeStorage: true })),
          inside: failed('ClusterUnreachable'),
        }),
      'target endpoint',
      /endpointPublicAccess=true$/,
    ],
    [
      'a role that may not make its entry',
      ({ target }) => Object.assign(target, { entry: failed('AccessDenied'), inside: notAsked }),
      'target entry',
      /^npx cdk deploy kubeferry-target-444455556666-eu-west-1$/,
    ],
    [
      'a right that somebody took away',
      ({ target }) => {
        target.rights = found([{ action: 'ec2:CreateVolume', answer: 'denied', said: 'An explicit deny.' }]);
      },
      'target rights',
      /^npx cdk deploy kubeferry-target-/,
    ],
    [
      'a key that is disabled',
      ({ target }) => Object.assign(target, { key: key('Disabled') }),
      'target key',
      /^aws kms enable-key --key-id arn:aws:kms:eu-west-1:4:key\/k-1 --region eu-west-1$/,
    ],
    [
      'a key that is going to be deleted',
      ({ target }) => Object.assign(target, { key: key('PendingDeletion') }),
      'target key',
      /^aws kms cancel-key-deletion .* && aws kms enable-key /,
    ],
    [
      'a target without the CSI driver',
      ({ target }) => Object.assign(target, { inside: inside([], [['gp3', true]]) }),
      'target driver',
      /^aws eks create-addon --cluster-name dev --region eu-west-1 --addon-name aws-ebs-csi-driver$/,
    ],
    [
      'times that no run was started for',
      (facts) => Object.assign(facts, { undelivered: found(2) }),
      'schedules',
      /^aws sqs receive-message /,
    ],
    [
      'a clone that outlived its time',
      (facts) => {
        facts.expired = found([{ cloneId: 'clone-1', expiresAt: '2026-11-20T00:00:00.000Z' }]);
      },
      'expired clones',
      /^npm run kubeferry -- rollback prod-to-dev clone-1$/,
    ],
  ])('%s', (_, breakIt, check, fix) => {
    const facts = healthy();
    breakIt(facts);
    const broken = notOk(facts).filter(({ status }) => status === 'broken');
    expect(broken.map((each) => each.check)).toEqual([check]);
    expect(broken[0]?.fix).toMatch(fix);
    expect(broken[0]?.sentence).toMatch(/^[A-Z].*\.$/);
  });
});

it('says of a role that is not taken what it must trust, and of what stands on it only that it is not known', () => {
  const facts = healthy();
  facts.source = {
    ...{ role: failed('AccessDenied'), version: notAsked, cluster: notAsked, entry: notAsked, inside: notAsked },
    rights: notAsked,
  };
  const [role, ...others] = notOk(facts);
  expect(role).toMatchObject({ check: 'source role', status: 'broken' });
  expect(role?.sentence).toContain('"our-installation"');
  expect(role?.fix).toBe('npx cdk deploy kubeferry-source-222233334444-us-east-1');
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['unknown']));
});

it('takes a missing target for right where the route may make it', () => {
  const missing = { cluster: failed('NotFound'), entry: notAsked, inside: notAsked };
  const facts = { ...healthy(), target: { ...healthy().target, ...missing } };
  const create = { roleArn: '', subnetIds: [], securityGroupIds: [], map: {} };
  expect(notOk(facts, { ...ROUTE, target: { ...EKS_TARGET, create } })).toEqual([]);
  expect(notOk(facts).map(({ check }) => check)).toEqual(['target cluster']);
});

it('warns, and does not fail, where a run works but not as one may expect', () => {
  const facts = healthy();
  facts.target.version = found('v0');
  facts.target.cluster = found(cluster('dev', { version: '1.34' }));
  facts.target.inside = inside(['ebs.csi.aws.com'], [['gp2', false]]);
  expect(notOk(facts).map(({ check, status }) => [check, status])).toEqual([
    ['target stack', 'warning'],
    ['versions', 'warning'],
    ['target default class', 'warning'],
  ]);
  expect(notOk(facts)[2]?.fix).toMatch(/^kubectl patch storageclass gp2 /);
});

it('warns where the functions of a run find no place, with the command that asks for more', () => {
  const facts = healthy();
  facts.concurrency = found({ account: 10, unreserved: 10 });
  const [check] = notOk(facts);
  expect(check).toMatchObject({ check: 'concurrency', status: 'warning', found: '10 of 10 unreserved' });
  expect(check?.fix).toContain('request-service-quota-increase --service-code lambda');
});

it('says unknown, with the place to look, and never guesses', () => {
  const facts = healthy();
  facts.target.quotas = failed('AccessDenied');
  facts.target.rights = found([{ action: 'ec2:CreateVolume', answer: 'untold', said: 'InvalidZone: no' }]);
  facts.undelivered = failed('Unavailable');
  const checks = notOk(facts);
  expect(checks.map(({ check, status }) => [check, status])).toEqual([
    ['target rights', 'unknown'],
    ['target quota', 'unknown'],
    ['schedules', 'unknown'],
  ]);
  expect(checks[1]?.sentence).toContain('https://eu-west-1.console.aws.amazon.com/servicequotas/');
});

describe('the policy of a key', () => {
  const use = (answer: 'left-to-iam' | 'anybody' | 'seen' | 'nobody') => found({ arn: 'arn:key', use: { answer } });

  it('is broken where it lets no driver attach volumes, and the fix is the statement', () => {
    const facts = healthy();
    facts.target.keyUse = use('nobody');
    const [check] = notOk(facts);
    expect(check).toMatchObject({ check: 'target key policy', status: 'broken', found: 'lets no driver in' });
    expect(JSON.parse(check!.fix!)).toHaveProperty('Condition.StringEquals', {
      'kms:CallerAccount': '444455556666',
      'kms:ViaService': 'ec2.eu-west-1.amazonaws.com',
    });
  });

  it('is a warning where it may not be read', () => {
    const facts = healthy();
    facts.target.keyUse = found({ arn: 'arn:key', use: { answer: 'unread', why: 'AWS said AccessDenied.' } });
    expect(notOk(facts)).toMatchObject([{ status: 'warning', sentence: expect.stringContaining('kms:GetKeyPolicy') }]);
  });

  it('of a storage class is never more than a warning, since cloned volumes are under the key of the route', () => {
    const facts = healthy();
    facts.target.classKeys = found([{ name: 'gold', key: 'alias/gold', use: use('nobody') }]);
    expect(notOk(facts)).toMatchObject([{ check: 'key of class gold', status: 'warning', thing: 'alias/gold' }]);
  });
});

describe('quotas of the target', () => {
  const quota = (code: string, name: string, value: number): Quota => ({ code, name, value });
  const GP3 = quota('L-7A658B76', 'gp3 storage, TiB', 50);
  const CLUSTERS = quota('L-1194D53C', 'EKS clusters in the Region', 100);
  const none = { storageTiB: {}, snapshots: { count: 0 }, copies: 0, clusters: 0 };
  const judged = (usage: object, quotas = [GP3], route = ROUTE) => {
    const facts = healthy();
    facts.target.quotas = found(quotas);
    facts.target.usage = found({ ...none, ...usage });
    return judge(route, facts).filter(({ check }) => check === 'target quota');
  };

  it('say how much of them is in use', () => {
    expect(judged({ storageTiB: { gp3: 1.25 }, copies: 3 }).map(({ thing, found: what }) => [thing, what])).toEqual([
      ['snapshot copies at a time', '3 of 20 in use'],
      ['gp3 storage, TiB', '1.3 of 50 in use'],
    ]);
    const byDefault = judged({ storageTiB: { gp3: 1.25 } }, [{ ...GP3, isDefault: true }]);
    expect(byDefault[1]?.found).toBe("1.3 of 50 (AWS's default) in use");
    const snapshots = quota('L-309BACF6', 'snapshots in the Region', 100_000);
    expect(judged({ snapshots: { count: 10_000, atLeast: true } }, [snapshots])[1]).toMatchObject({
      status: 'ok',
      found: 'at least 10000 of 100000 in use',
    });
  });

  it('are a warning when nearly used up, and broken when nothing is left, with the command that asks for more', () => {
    const ask =
      'aws service-quotas request-service-quota-increase --service-code ebs --quota-code L-7A658B76 --desired-value 100 --region eu-west-1';
    expect(judged({ storageTiB: { gp3: 41 } })[1]).toMatchObject({ status: 'warning', fix: ask });
    expect(judged({ storageTiB: { gp3: 50 } })[1]).toMatchObject({ status: 'broken', fix: ask });
  });

  it('of clusters matter only where the route makes them', () => {
    const create = { roleArn: '', subnetIds: [], securityGroupIds: [], map: {} };
    const making = { ...ROUTE, target: { ...EKS_TARGET, create } };
    expect(judged({ clusters: 100 }, [CLUSTERS])[1]).toMatchObject({ status: 'ok', found: '100 of 100 in use' });
    expect(judged({ clusters: 100 }, [CLUSTERS], making)[1]).toMatchObject({ status: 'broken' });
  });

  it('warn of copies that wait, and leave out types of which there is nothing', () => {
    const quotas = [GP3, quota('L-09BD8365', 'io2 storage, TiB', 20)];
    expect(judged({ copies: 20 }, quotas).map(({ thing, status }) => [thing, status])).toEqual([
      ['snapshot copies at a time', 'warning'],
      ['gp3 storage, TiB', 'ok'],
    ]);
  });

  it('are told without their use where that could not be counted', () => {
    const facts = healthy();
    facts.target.usage = failed('AccessDenied');
    expect(notOk(facts)).toMatchObject([
      { check: 'target quota', status: 'unknown', thing: 'what is used of the quotas' },
    ]);
  });
});
