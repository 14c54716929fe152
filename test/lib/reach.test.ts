import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { administrator, findWrites, machineArn, person, type RouteEnds, rolesOf, starter } from './reach/people.ts';
import { reachedBy } from './reach/search.ts';
import { worldOf } from './reach/world.ts';
import { CONFIG, synthesize } from './synthesize.ts';

const PROD = '222233334444';
const DEV = '444455556666';
const QA = '777788889999';
const { hub } = CONFIG;

interface Given {
  hub: typeof hub;
  installation: string;
  routes: RouteEnds[];
}

const worldFrom = (config: Given) => worldOf(synthesize(config), config.hub);
const bound = (config: Given) => config.routes.map((route) => rolesOf(config.hub, route));
const summary = (findings: { action: string; path: string[] }[]) =>
  findings.map(({ action, path }) => `${action}: ${path.join(' ')}`);

/** A route back: prod becomes a target, which is what must be found. */
const RESTORE: RouteEnds = {
  name: 'dev-to-prod',
  source: { account: DEV, region: 'eu-west-1', cluster: 'dev' },
  target: { account: PROD, region: 'us-east-1', cluster: 'prod' },
};

describe('where no route leads to prod', () => {
  const world = worldFrom(CONFIG);
  const people = [
    administrator(DEV),
    administrator(QA),
    administrator(hub.account),
    ...CONFIG.routes.map(({ name }) => starter(hub, name)),
    person(hub.account, 'pipeline', ['execute-api:Invoke', `arn:aws:execute-api:eu-west-1:${hub.account}:*`]),
  ];

  // Promise: no-way-into-a-source
  it('has no way from anybody outside of prod to a write in prod, whatever code the functions run', () => {
    const outside = [...people, ...[...world.roles.values()].filter(({ account }) => account !== PROD)];
    for (const start of outside) {
      expect(summary(findWrites(world, start, PROD, CONFIG.routes)), start.arn).toEqual([]);
    }
    expect(outside.length).toBeGreaterThan(45);
  });

  it('has none either when the hub is in the account of dev, whose administrators then have all of the hub', () => {
    const config = { ...CONFIG, hub: { account: DEV, region: 'eu-west-1' } };
    const shared = worldFrom(config);
    expect(summary(findWrites(shared, administrator(DEV), PROD, CONFIG.routes))).toEqual([]);
    expect([...reachedBy(shared, administrator(DEV)).keys()]).toContain(
      `arn:aws:iam::${PROD}:role/kubeferry-source-us-east-1`,
    );
  });

  it('gives an administrator of dev no role of another account', () => {
    const taken = [...reachedBy(world, administrator(DEV)).values()].map(({ principal }) => principal.account);
    expect(new Set(taken)).toEqual(new Set([DEV]));
  });

  it('keeps a run to the roles of its route: who may start one route reaches the target of no other', () => {
    const own = bound(CONFIG);
    for (const { name, target } of CONFIG.routes) {
      for (const account of [PROD, DEV, QA]) {
        const found = findWrites(world, starter(hub, name), account, CONFIG.routes, own);
        expect(found.length > 0, `${name} into ${account}`).toBe(account === target.account);
      }
    }
  });

  it('would see what it must not pass over', () => {
    for (const [action, resource] of [
      ['s3:PutObject', 'arn:aws:s3:::*/clones/*'],
      ['lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${hub.account}:function:kubeferry-apply-shard`],
      ['iam:PassRole', `arn:aws:iam::${hub.account}:role/kubeferry-create-volume`],
      ['states:StartExecution', machineArn(hub, 'roll-back')],
    ] as const) {
      const start = person(hub.account, action, [action, resource]);
      expect(summary(findWrites(world, start, QA, CONFIG.routes, bound(CONFIG))), action).not.toEqual([]);
    }
  });
});

describe('where a route leads to prod', () => {
  const config = { ...CONFIG, routes: [...CONFIG.routes, RESTORE] };
  const world = worldFrom(config);

  it('finds the way, and says it', () => {
    const [found] = findWrites(world, starter(hub, 'dev-to-prod'), PROD, config.routes);
    expect(found?.path).toEqual([
      `arn:aws:iam::${hub.account}:user/starts-dev-to-prod`,
      expect.stringMatching(/^starts .*:stateMachine:kubeferry-dev-to-prod -> .*role\/kubeferry-machine-dev-to-prod$/),
      expect.stringMatching(/^calls .*:function:kubeferry-[\w-]+ -> .*:role\/kubeferry-[\w-]+$/),
      `becomes -> arn:aws:iam::${PROD}:role/kubeferry-target-us-east-1`,
    ]);
  });

  it('finds none for a run of another route, nor for an administrator of dev', () => {
    expect(summary(findWrites(world, starter(hub, 'prod-to-dev'), PROD, config.routes, bound(config)))).toEqual([]);
    expect(summary(findWrites(world, administrator(DEV), PROD, config.routes))).toEqual([]);
  });
});

/** A new cluster with roles of its account, which people of the source's account may enter as well. */
const creating = ({ source, target }: Pick<RouteEnds, 'source' | 'target'>) => ({
  roleArn: `arn:aws:iam::${target.account}:role/eks`,
  subnetIds: ['subnet-0a', 'subnet-0b'],
  map: { [`arn:aws:iam::${source.account}:role/people`]: `arn:aws:iam::${source.account}:role/people` },
});

/** A route from a cluster to itself is refused. */
const placeOf = ({ account, region, cluster }: Pick<RouteEnds['source'], 'account' | 'region' | 'cluster'>) =>
  `${account} ${region} ${cluster}`;

describe('for any routes', () => {
  const account = fc.constantFrom(PROD, DEV, QA, '999900001111');
  const place = fc.record({
    account,
    region: fc.constantFrom('us-east-1', 'eu-west-1'),
    cluster: fc.constantFrom('main', 'second'),
  });
  const route = fc
    .record({ source: place, target: place, mayQuiesce: fc.boolean(), makes: fc.boolean() })
    .filter(({ source, target }) => placeOf(source) !== placeOf(target))
    .map(({ makes, ...ends }) => (makes ? { ...ends, target: { ...ends.target, create: creating(ends) } } : ends));
  const routes = fc
    .array(route, { minLength: 1, maxLength: 5 })
    .map((all): RouteEnds[] => all.map((one, index) => ({ ...one, name: `route-${index}` })));

  // Promise: no-way-into-a-source
  it('lets writes reach an account only if some route has it as its target, and then they do', () => {
    fc.assert(
      fc.property(routes, (given) => {
        const config = { ...CONFIG, routes: given };
        const world = worldFrom(config);
        const own = bound(config);
        const targets = new Set(given.map(({ target }) => target.account));
        for (const each of new Set(given.flatMap(({ source, target }) => [source.account, target.account]))) {
          const found = findWrites(world, administrator(hub.account), each, given);
          expect(found.length > 0, `${each}: ${summary(found)[0]}`).toBe(targets.has(each));
        }
        for (const { name, target } of given) {
          const written = [...targets].filter(
            (each) => findWrites(world, starter(hub, name), each, given, own).length > 0,
          );
          expect(written, name).toEqual([target.account]);
        }
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
