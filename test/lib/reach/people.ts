/** Principals that are in no template: people with one right, and people with all of an account. */

import { type RouteRoles, reachedBy } from './search.ts';
import type { Principal, Rule, World } from './world.ts';
import { beyond, grantsThroughEbs, neededAtSource, type SourcePlace, type Write, writesIn } from './writes.ts';

export interface RouteEnds {
  name: string;
  source: { account: string; region: string; cluster: string };
  target: { account: string; region: string; cluster: string };
  mayQuiesce?: boolean;
}

const allow = (action: string, resource: string): Rule => ({
  effect: 'Allow',
  actions: [action],
  resources: [resource],
  principals: [],
  services: [],
  conditions: {},
});

export const person = (account: string, name: string, ...rights: [string, string][]): Principal => ({
  arn: `arn:aws:iam::${account}:user/${name}`,
  account,
  rights: rights.map(([action, resource]) => allow(action, resource)),
});

export const administrator = (account: string) => person(account, 'administrator', ['*', '*']);

export const machineArn = (hub: { account: string; region: string }, route: string) =>
  `arn:aws:states:${hub.region}:${hub.account}:stateMachine:kubeferry-${route}`;

/** May start one route's machine, and nothing else. */
export const starter = (hub: { account: string; region: string }, route: string) =>
  person(hub.account, `starts-${route}`, ['states:StartExecution', machineArn(hub, route)]);

/** The two roles that a run along a route may take. */
export const rolesOf = (hub: { account: string; region: string }, { name, source, target }: RouteEnds): RouteRoles => ({
  machine: machineArn(hub, name),
  roles: [
    `arn:aws:iam::${source.account}:role/kubeferry-source-${source.region}`,
    `arn:aws:iam::${target.account}:role/kubeferry-target-${target.region}`,
  ],
});

export interface Finding extends Write {
  path: string[];
}

/** Everything that somebody could change in an account beyond what a source must give, each with the way there. */
export function findWrites(
  world: World,
  start: Principal,
  account: string,
  routes: RouteEnds[],
  bound?: RouteRoles[],
): Finding[] {
  const needed = [...placesIn(account, routes).flatMap(neededAtSource), grantsThroughEbs];
  return [...reachedBy(world, start, bound).values()].flatMap(({ principal, path }) =>
    beyond(writesIn(account, principal), needed).map((write) => ({ ...write, path })),
  );
}

function placesIn(account: string, routes: RouteEnds[]): SourcePlace[] {
  const here = routes.filter(({ source }) => source.account === account);
  return [...new Set(here.map(({ source }) => source.region))].map((region) => {
    const of = here.filter(({ source }) => source.region === region);
    return {
      account,
      region,
      clusters: of.map(({ source }) => source.cluster),
      quiesced: of.filter(({ mayQuiesce }) => mayQuiesce).map(({ source }) => source.cluster),
      targets: of.map(({ target }) => target.account),
    };
  });
}
