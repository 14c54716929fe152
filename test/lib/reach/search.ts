/**
 * Whom somebody can become, by the policies alone. Every doubt counts as a yes: denials are passed over, an ExternalId is
 * taken as known, and conditions other than those on the principal as fulfilled. So what is not reached here is not
 * reachable; this shares no code with the evaluator that the local cloud enforces.
 */
import { overlap } from './overlap.ts';
import type { Principal, Role, Rule, Runnable, World } from './world.ts';

/** What a route's own machine may become: the constant in its definition keeps a run to these two roles. */
export interface RouteRoles {
  machine: string;
  roles: string[];
}

export interface Reached {
  principal: Principal;
  /** How, one step an element. */
  path: string[];
}

const NO_ROUTES: RouteRoles[] = [];

/**
 * All that `start` can become, each with the shortest way. With `routes`, a run of a route's machine takes the roles of
 * that route alone; without, whoever starts a machine or calls a function is taken to have its whole role at will.
 */
export function reachedBy(world: World, start: Principal, routes = NO_ROUTES): Map<string, Reached> {
  const reached = new Map<string, Reached>([[start.arn, { principal: start, path: [start.arn] }]]);
  const waiting = [start.arn];
  for (let arn = waiting.shift(); arn !== undefined; arn = waiting.shift()) {
    const { principal, path } = reached.get(arn) as Reached;
    for (const [role, how] of stepsFrom(world, principal, routes)) {
      if (reached.has(role.arn)) continue;
      reached.set(role.arn, { principal: role, path: [...path, `${how} -> ${role.arn}`] });
      waiting.push(role.arn);
    }
  }
  return reached;
}

/** From one role there are always the same steps, and many principals come by it. */
const known = new WeakMap<Principal, Map<RouteRoles[], [Role, string][]>>();

function stepsFrom(world: World, from: Principal, routes: RouteRoles[]): [Role, string][] {
  const ofPrincipal = known.get(from) ?? new Map<RouteRoles[], [Role, string][]>();
  const steps = ofPrincipal.get(routes) ?? allSteps(world, from, routes);
  known.set(from, ofPrincipal.set(routes, steps));
  return steps;
}

function allSteps(world: World, from: Principal, routes: RouteRoles[]): [Role, string][] {
  const roleOf = ({ role }: Runnable) => world.roles.get(role);
  const runnable = (all: Runnable[], actions: string[], how: string): [Role, string][] =>
    all
      .filter(({ arn }) =>
        actions.some((action) => may(world, from, action, arn) || may(world, from, action, `${arn}:*`)),
      )
      .flatMap((each) => present(roleOf(each), `${how} ${each.arn}`));
  const bound = (machine: Runnable) => routes.find((route) => route.machine === machine.arn);
  const startable = world.machines.filter(
    (machine) => may(world, from, START, machine.arn) || may(world, from, START, `${machine.arn}:*`),
  );
  return [
    ...[...world.roles.values()].flatMap((role) => present(becomes(world, from, role) ? role : undefined, 'becomes')),
    ...runnable(world.functions, ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'], 'calls'),
    ...runnable(world.machines, ['states:UpdateStateMachine'], 'changes'),
    ...startable.flatMap((machine) =>
      (bound(machine)?.roles ?? [machine.role]).flatMap((arn) =>
        present(world.roles.get(arn), `starts ${machine.arn}`),
      ),
    ),
    ...world.apis
      .filter(({ arn }) => may(world, from, 'execute-api:Invoke', `${arn}/*`))
      .flatMap((api) => present(roleOf(api), `asks ${api.arn}`)),
    ...readersOf(world, from),
  ];
}

const START = 'states:StartExecution';
const present = (role: Role | undefined, how: string): [Role, string][] => (role ? [[role, how]] : []);

/** Takes the role, hands it to a service of the same account, or rewrites who may take it. */
export function becomes(world: World, from: Principal, role: Role): boolean {
  const trusted = role.trust.filter((rule) => rule.effect === 'Allow').map((rule) => trusts(rule, from));
  if (trusted.includes('itself')) return true;
  if (trusted.includes('account') && allows(from.rights, 'sts:AssumeRole', role.arn)) return true;
  return ['iam:PassRole', 'iam:UpdateAssumeRolePolicy'].some((action) => may(world, from, action, role.arn));
}

/** IAM asks a principal's own policies too when the trust names its account only. */
function trusts(rule: Rule, { arn, account }: Principal): 'itself' | 'account' | 'not' {
  const only = Object.entries(rule.conditions).flatMap(([operator, keys]) =>
    /^(Arn|String)(Equals|Like)$/.test(operator) ? [keys['aws:PrincipalArn']].flat() : [],
  );
  const patterns = only.filter((value) => value !== undefined).map(String);
  if (patterns.length > 0 && !patterns.some((pattern) => overlap(pattern, arn))) return 'not';
  if (rule.principals.some((name) => name === '*' || name === arn)) return 'itself';
  return rule.principals.some((name) => name === account || name.endsWith(`::${account}:root`)) ? 'account' : 'not';
}

/** Whoever writes what a function reads may steer it. */
function readersOf(world: World, from: Principal): [Role, string][] {
  const buckets = [...world.roles.values()].flatMap((role) =>
    role.rights
      .filter((rule) => allows([rule], 's3:GetObject', '*'))
      .flatMap(({ resources }) => resources.map((key) => ({ role, key }))),
  );
  return buckets
    .filter(({ key }) => may(world, from, 's3:PutObject', key))
    .flatMap(({ role, key }) => present(role, `writes ${key}, which is read by`));
}

/** An own policy counts in the own account; in another, the resource's policy has to name the principal as well. */
function may(world: World, from: Principal, action: string, resource: string): boolean {
  const named = world.resourceRules.filter((rule) => rule.effect === 'Allow' && trusts(rule, from) !== 'not');
  if (allows(named, action, resource)) return true;
  return allows(from.rights, action, resource) && ownerOf(world, resource) === from.account;
}

/** ARNs of buckets name no account: those of the templates belong to the hub, where the machines are. */
function ownerOf(world: World, resource: string): string | undefined {
  const account = resource.split(':')[4];
  if (account) return account;
  return resource.startsWith('arn:aws:s3:::') ? world.machines[0]?.arn.split(':')[4] : undefined;
}

const allows = (rules: Rule[], action: string, resource: string) =>
  rules.some(
    (rule) =>
      rule.effect === 'Allow' &&
      rule.actions.some((one) => overlap(one.toLowerCase(), action.toLowerCase())) &&
      rule.resources.some((one) => overlap(one, resource)),
  );
