/** The synthesized templates as one world of principals and of what they may do, read with nothing but the templates. */
import { ofType, type Resource, type Template, target } from '../synthesize.ts';
import { resolver } from './resolve.ts';

/** One statement of a policy, with intrinsics resolved. */
export interface Rule {
  effect: string;
  actions: string[];
  resources: string[];
  /** ARNs and account ids of a trust or resource policy; services are in `services`. */
  principals: string[];
  services: string[];
  conditions: Record<string, Record<string, unknown>>;
}

export interface Principal {
  arn: string;
  account: string;
  rights: Rule[];
}

export interface Role extends Principal {
  trust: Rule[];
  tags: Record<string, string>;
}

/** What runs as a role as soon as somebody starts it. */
export interface Runnable {
  arn: string;
  role: string;
}

export interface World {
  roles: Map<string, Role>;
  functions: Runnable[];
  machines: Runnable[];
  /** Functions that answer HTTP APIs, by the API's ARN. */
  apis: Runnable[];
  /** Resource policies: bucket, key, queue, topic, function. */
  resourceRules: Rule[];
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** Stack name -> template; the account and Region are read from the hub of the config and from the members' names. */
export function worldOf(templates: Record<string, Template>, hub: { account: string; region: string }): World {
  const world: World = { roles: new Map(), functions: [], machines: [], apis: [], resourceRules: [] };
  for (const [name, template] of Object.entries(templates)) {
    const [, account = hub.account, region = hub.region] = /-(\d{12})-(.+)$/.exec(name) ?? [];
    addStack(world, template, { account, region });
  }
  return world;
}

function addStack(world: World, template: Template, place: { account: string; region: string }): void {
  const text = resolver(template, place);
  const rules = (document: unknown, onto: string[] = []): Rule[] =>
    list((document as { Statement?: unknown } | undefined)?.Statement).map((given) => {
      const statement = given as Record<string, unknown>;
      if (statement.NotAction || statement.NotResource || statement.NotPrincipal) {
        throw new Error(
          `A statement says what it is not about, which this search does not read: ${JSON.stringify(given)}`,
        );
      }
      const principal = statement.Principal as string | Record<string, unknown> | undefined;
      const named = typeof principal === 'string' ? { AWS: principal } : (principal ?? {});
      return {
        effect: String(statement.Effect),
        actions: list(statement.Action).map(text),
        resources: onto.length > 0 ? onto : list(statement.Resource).map(text),
        principals: list(named.AWS).map(text),
        services: list(named.Service).map(text),
        conditions: resolveDeep(statement.Condition ?? {}, text) as Rule['conditions'],
      };
    });

  for (const [id, role] of ofType(template, 'AWS::IAM::Role')) {
    const arn = text({ 'Fn::GetAtt': [id, 'Arn'] });
    const managed = list(role.Properties.ManagedPolicyArns);
    if (managed.length > 0) throw new Error(`The role ${arn} has managed policies, which this search does not read.`);
    const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
      .flatMap((type) => ofType(template, type))
      .filter(([, policy]) => rolesOf(policy).includes(id));
    world.roles.set(arn, {
      arn,
      account: place.account,
      trust: rules(role.Properties.AssumeRolePolicyDocument),
      tags: tagsOf(role, text),
      rights: [
        ...list(role.Properties.Policies).flatMap((one) => rules((one as { PolicyDocument: unknown }).PolicyDocument)),
        ...attached.flatMap(([, policy]) => rules(policy.Properties.PolicyDocument)),
      ],
    });
  }
  for (const [id, fn] of ofType(template, 'AWS::Lambda::Function')) {
    world.functions.push({ arn: text({ 'Fn::GetAtt': [id, 'Arn'] }), role: text(fn.Properties.Role) });
  }
  for (const [id, machine] of ofType(template, 'AWS::StepFunctions::StateMachine')) {
    world.machines.push({ arn: text({ Ref: id }), role: text(machine.Properties.RoleArn) });
  }
  for (const [, integration] of ofType(template, 'AWS::ApiGatewayV2::Integration')) {
    const called = text(integration.Properties.IntegrationUri);
    const fn = world.functions.find(({ arn }) => called.startsWith(arn));
    const api = `arn:aws:execute-api:${place.region}:${place.account}:${text(integration.Properties.ApiId)}`;
    if (fn) world.apis.push({ arn: api, role: fn.role });
  }
  for (const [type, property, onto] of POLICIES) {
    for (const [id, resource] of ofType(template, type)) {
      const resources = onto ? [] : [text({ 'Fn::GetAtt': [id, 'Arn'] })];
      world.resourceRules.push(...rules(resource.Properties[property], resources));
    }
  }
  for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Permission')) {
    const statement = { Effect: 'Allow', Action: Properties.Action, Resource: Properties.FunctionName };
    const isService = /\.amazonaws\.com$/.test(Properties.Principal);
    const principal = isService ? { Service: Properties.Principal } : { AWS: Properties.Principal };
    world.resourceRules.push(...rules({ Statement: { ...statement, Principal: principal } }));
  }
}

/** Type, property of the policy, and whether its statements name the resource themselves. */
const POLICIES: [string, string, boolean][] = [
  ['AWS::S3::BucketPolicy', 'PolicyDocument', true],
  ['AWS::SNS::TopicPolicy', 'PolicyDocument', true],
  ['AWS::SQS::QueuePolicy', 'PolicyDocument', true],
  ['AWS::KMS::Key', 'KeyPolicy', false],
];

const tagsOf = (role: Resource, text: (value: unknown) => string) =>
  Object.fromEntries(list(role.Properties.Tags).map((tag) => Object.values(tag as object).map(text)));

const rolesOf = (policy: Resource): string[] => list(policy.Properties.Roles).map(target);

function resolveDeep(value: unknown, text: (value: unknown) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveDeep(item, text));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && (keys[0] === 'Ref' || keys[0]?.startsWith('Fn::'))) return text(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveDeep(inner, text)]));
}
