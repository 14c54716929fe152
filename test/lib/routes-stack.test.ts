import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHILD_MACHINES } from '../../lib/machines/definition.ts';
import { expectWithinQuotas } from './quotas.ts';
import { isAllowed } from './reach/evaluated.ts';
import { worldOf } from './reach/world.ts';
import { CONFIG, filesBeside, ofType, synthesize, type Template } from './synthesize.ts';

const [first] = CONFIG.routes;
const many = (count: number, stackOf: (at: number) => string | undefined) => ({
  ...CONFIG,
  routes: Array.from({ length: count }, (_, at) => ({
    ...first!,
    name: `route-${at}`,
    ...(stackOf(at) ? { stack: stackOf(at) } : {}),
  })),
});

const machineNames = (template: Template | undefined) =>
  ofType(template, 'AWS::StepFunctions::StateMachine').map(
    ([, { Properties }]) => Properties.StateMachineName as string,
  );

describe('routes in stacks of their own', () => {
  const config = many(12, (at) => [undefined, 'team-a', 'team-b'][Math.floor(at / 4)]);
  const stacks = synthesize(config);
  const files = new Map(filesBeside);
  const hub = stacks['kubeferry-hub']!;
  const teamA = stacks['kubeferry-routes-team-a']!;

  it('have their machines there, and those that name none have theirs in the hub', () => {
    const names = (from: number) => Array.from({ length: 4 }, (_, at) => `kubeferry-route-${from + at}`);
    expect(machineNames(hub).filter((name) => name.startsWith('kubeferry-route-'))).toEqual(names(0));
    expect(machineNames(teamA)).toEqual(names(4));
    expect(machineNames(stacks['kubeferry-routes-team-b'])).toEqual(names(8));
  });

  it('have all that a route has: the machine with its role and log, the group and role of its schedules, its alarm', () => {
    const typesOf = (template: Template, route: string) =>
      Object.entries(template.Resources)
        .filter(([id]) => id.includes(route))
        .map(([, { Type }]) => Type)
        .toSorted();
    expect(typesOf(teamA, 'route4')).toEqual(typesOf(hub, 'route1'));
    expect(typesOf(teamA, 'route4')).toHaveLength(6);
  });

  it('call what the hub hands over by parameters, and import nothing that it could then not replace', () => {
    const handed = Object.fromEntries(
      ofType(hub, 'AWS::SSM::Parameter').map(([, { Properties }]) => [Properties.Name, Properties.Value]),
    );
    const taken = Object.values((teamA as { Parameters?: Record<string, { Default: string }> }).Parameters ?? {})
      .map(({ Default }) => Default)
      .filter((name) => name.startsWith('/kubeferry/'));
    const asked = readFileSync('statemachines/clone-workload.asl.json', 'utf8').matchAll(/\$\{(\w+Arn)\}/g);
    const wanted = [...new Set([...asked].map(([, name]) => `/kubeferry/routes/${name}`))].toSorted();
    const withVersion = [...wanted, '/kubeferry/routes/Version'].toSorted();
    expect(Object.keys(handed).toSorted()).toEqual(withVersion);
    expect(taken.toSorted()).toEqual(withVersion);
    expect(JSON.stringify(teamA)).not.toContain('Fn::ImportValue');
    expect(JSON.stringify(hub.Outputs)).not.toContain('"Export"');
    const [, machine] = ofType(teamA, 'AWS::StepFunctions::StateMachine')[0]!;
    expect(Object.keys(machine.Properties.DefinitionSubstitutions).toSorted()).toEqual(
      [...wanted.map((name) => name.split('/').at(-1)), 'Route'].toSorted(),
    );
  });

  it('are started, followed and ended by the API, which may start no machine of the hub but those that undo', () => {
    const policies = JSON.stringify(
      Object.values(hub.Resources).filter(
        ({ Type, Properties }) =>
          /Policy$/.test(Type) && JSON.stringify(Properties.Roles ?? '').includes('ApiFunction'),
      ),
    );
    const statement = (sid: string) => new RegExp(`{[^{}]*?"Sid":"${sid}"[^{}]*?}`).exec(policies)?.[0] ?? policies;
    expect(policies).toContain(':stateMachine:kubeferry-*');
    expect(statement('NoStartRunsOfOthers')).toContain('kubeferry-prepare-clone');
    expect(policies).toMatch(/"Effect":"Deny"/);
    expect(policies).not.toContain('kubeferry-route-4');
  });

  it.each(['answer-api', 'start-clone'])(
    'give %s no right on other machines, by a version or the runs of a map either',
    (step) => {
      const world = worldOf(stacks, CONFIG.hub);
      const arn = `arn:aws:iam::${CONFIG.hub.account}:role/kubeferry-${step}`;
      const role = { account: CONFIG.hub.account, arn, rights: world.roles.get(arn)!.rights };
      const states = `arn:aws:states:${CONFIG.hub.region}:${CONFIG.hub.account}`;
      const may = (machine: string, action: string, resource: string) =>
        isAllowed(world, role, {
          action: `states:${action}`,
          resource: `${states}:${resource.replace('NAME', `kubeferry-${machine}`)}`,
        });
      const all = (machine: string) => ({
        starts: step === 'answer-api' && may(machine, 'StartExecution', 'stateMachine:NAME'),
        startsVersion: may(machine, 'StartExecution', 'stateMachine:NAME:7'),
        stops: may(machine, 'StopExecution', 'execution:NAME:run-1'),
        stopsMap: may(machine, 'StopExecution', 'execution:NAME/volumes:run-1'),
      });
      expect(may('route-5', 'StopExecution', 'execution:NAME:run-1')).toBe(true);
      expect(may('route-5', 'StartExecution', 'stateMachine:NAME')).toBe(step === 'answer-api');
      for (const machine of CHILD_MACHINES.filter((file) => !['roll-back', 'clean-up'].includes(file)))
        expect({ machine, ...all(machine) }).toEqual({
          machine,
          starts: false,
          startsVersion: false,
          stops: false,
          stopsMap: false,
        });
    },
  );

  it('change nothing of a hub that has all of its routes itself', () => {
    const alone = synthesize(many(4, () => undefined))['kubeferry-hub']!;
    const machines = (template: Template) =>
      Object.entries(template.Resources)
        .filter(([, { Type }]) => /StateMachine$|Bucket$|Key$|Function$|LogGroup$|Role$/.test(Type))
        .map(([id]) => id)
        .toSorted();
    expect(machines(hub)).toEqual(machines(alone));
    expect(ofType(alone, 'AWS::SSM::Parameter')).toEqual([]);
  });

  it('say with which version of the hub they were deployed, which is another one with each that calls anything else', () => {
    const versionIn = (stacked: Record<string, Template>) =>
      ofType(stacked['kubeferry-hub'], 'AWS::SSM::Parameter').find(
        ([, { Properties }]) => Properties.Name === '/kubeferry/routes/Version',
      )![1].Properties.Value as string;
    const version = versionIn(stacks);
    expect(version).toMatch(/^[0-9a-f]{12}$/);
    const parameters = (teamA as { Parameters?: Record<string, { Default: string }> }).Parameters ?? {};
    const { Ref } = (teamA.Outputs as Record<string, { Value: { Ref: string } }>).Version!.Value;
    expect(parameters[Ref]?.Default).toBe('/kubeferry/routes/Version');
    for (const step of ['answer-api', 'examine-route']) {
      const { version: known, stacks: named } = JSON.parse(files.get(step)!['route-stacks.json']!);
      expect(known).toBe(version);
      expect(Object.keys(named)).toHaveLength(8);
      expect(named['route-4']).toBe('kubeferry-routes-team-a');
    }
    const more = synthesize(many(13, (at) => [undefined, 'team-a', 'team-b'][Math.floor(at / 4)] ?? 'team-b'));
    expect(versionIn(more)).toBe(version);
    expect(versionIn(synthesize(config, 'export const handler = async () => 7'))).not.toBe(version);
  });

  it.each(['answer-api', 'examine-route'])('let %s read their stacks, and no other', (step) => {
    const world = worldOf(stacks, CONFIG.hub);
    const arn = `arn:aws:iam::${CONFIG.hub.account}:role/kubeferry-${step}`;
    const role = { account: CONFIG.hub.account, arn, rights: world.roles.get(arn)!.rights };
    const may = (stack: string) =>
      isAllowed(world, role, {
        action: 'cloudformation:DescribeStacks',
        resource: `arn:aws:cloudformation:${CONFIG.hub.region}:${CONFIG.hub.account}:stack/${stack}/1234`,
      });
    expect([may('kubeferry-routes-team-a'), may('kubeferry-hub'), may('payroll')]).toEqual([true, false, false]);
  });

  it('know nothing of their stack in their runs', () => {
    for (const step of ['start-clone', 'answer-api', 'examine-route', 'survey-route']) {
      const routes = JSON.parse(files.get(step)!['routes.json']!);
      expect(routes).toHaveLength(12);
      expect(routes[7]).not.toHaveProperty('stack');
    }
  });
});

it('gives the functions that know routes a file with the roles to take, and the default key by its alias', () => {
  synthesize();
  const [route] = JSON.parse(filesBeside.get('start-clone')!['routes.json']!);
  expect(route).toEqual({
    name: 'prod-to-dev',
    mayQuiesce: true,
    limits: {},
    defaults: {},
    source: {
      ...first?.source,
      roleArn: 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1',
      externalId: 'installation-1',
    },
    target: {
      ...first?.target,
      roleArn: 'arn:aws:iam::444455556666:role/kubeferry-target-eu-west-1',
      externalId: 'installation-1',
      kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:alias/kubeferry',
    },
  });
});

describe('a stack with more routes than it has room for', () => {
  it.each([
    ['of the hub', undefined, /has 30 routes, and the stack of the hub has room for 2\d: .* stack: 'team-a'/],
    ['of routes', 'team-a', /The stack "team-a" has 50 routes, and it has room for 4\d: /],
  ])('%s is refused with how many it has room for, and the way out', (_, stack, said) => {
    expect(() => synthesize(many(stack ? 50 : 30, () => stack))).toThrow(said);
  });
});

it('counts what one route makes also where its name is the beginning of others', () => {
  const { routes } = many(50, () => 'team-a');
  const named = [...routes, { ...routes[0]!, name: 'route' }];
  expect(() => synthesize({ ...CONFIG, routes: named })).toThrow(
    /has 51 routes, and it has room for 4\d: .* makes 6 of/,
  );
});

it('refuses two routes of one stack whose names differ in hyphens alone, which a template cannot tell apart', () => {
  const [one, other] = many(2, () => 'team-a').routes;
  const named = (stack: string) => ({
    ...CONFIG,
    routes: [
      { ...one!, name: 'prod-2' },
      { ...other!, name: 'prod2', stack },
    ],
  });
  expect(() => synthesize(named('team-a'))).toThrow('Routes "prod-2" and "prod2" differ in their hyphens alone');
  expect(() => synthesize(named('team-b'))).not.toThrow();
});

describe('many clusters of one account', () => {
  const routesOf = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      name: `route-${at}`,
      stack: `team-${at % 12}`,
      mayQuiesce: at % 2 === 0,
      source: { account: '222233334444', region: 'us-east-1', cluster: `production-${at}` },
      target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
    }));

  it('are refused where they are more than a role has room for, with the way out', () => {
    expect(() => synthesize({ ...CONFIG, routes: routesOf(400) })).toThrow(
      /The source role of 222233334444 in us-east-1 would .* lead to 400 clusters. Give some of them a hub of their own/,
    );
  });

  it('have rights on each of them and on no other cluster', () => {
    const source = synthesize({ ...CONFIG, routes: routesOf(100) })['kubeferry-source-222233334444-us-east-1']!;
    expectWithinQuotas({ source });
    const attached = ofType(source, 'AWS::IAM::ManagedPolicy');
    const statements = attached.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    const entered = statements
      .filter(({ Action }) => [Action].flat().includes('eks:CreateAccessEntry'))
      .flatMap(({ Resource }) => Resource);
    expect(new Set(entered)).toEqual(
      new Set(Array.from({ length: 100 }, (_, at) => `arn:aws:eks:us-east-1:222233334444:cluster/production-${at}`)),
    );
  });
});
