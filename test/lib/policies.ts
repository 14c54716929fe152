import { ofType, type Resource, type Template, target } from './synthesize.ts';

export interface Statement {
  sid: string;
  effect: string;
  actions: string[];
  /** Intrinsics as text: `<LogicalId.Arn>/clones/*`. */
  resources: string[];
  conditions: Record<string, Record<string, unknown>>;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

interface Intrinsic {
  Ref?: string;
  'Fn::GetAtt'?: string[];
  'Fn::Join'?: [string, unknown[]];
  'Fn::ImportValue'?: string;
}

/** A template's value as one line of text. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::ImportValue': imported } = value as Intrinsic;
  if (Ref) return `<${Ref}>`;
  if (attribute) return `<${attribute.join('.')}>`;
  // What one stack has of another here is the API of the hub.
  if (imported) return imported.includes('RefApi') ? 'API' : imported;
  const [separator, parts] = join ?? ['', []];
  return parts.map(text).join(separator);
}

// biome-ignore lint/suspicious/noExplicitAny: a policy document as CloudFormation has it
const statementsOf = (document: any): Statement[] =>
  list(document?.Statement).map((given) => {
    const statement = given as Record<string, unknown>;
    return {
      sid: (statement.Sid as string) ?? '',
      effect: statement.Effect as string,
      actions: list(statement.Action).map(text),
      resources: list(statement.Resource).map(text),
      conditions: (statement.Condition as Statement['conditions']) ?? {},
    };
  });

/** What one role may do, from its inline policies and from the policies attached to it. */
export function rightsOf(template: Template, roleId: string): Statement[] {
  const role = template.Resources[roleId] as Resource;
  const own = list(role.Properties.Policies).flatMap((policy) =>
    statementsOf((policy as { PolicyDocument: unknown }).PolicyDocument),
  );
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
    .flatMap((type) => ofType(template, type))
    .filter(([, policy]) => policy.Properties.Roles.map(target).includes(roleId))
    .flatMap(([, policy]) => statementsOf(policy.Properties.PolicyDocument));
  return [...own, ...attached];
}

export const trustOf = (role: Resource) => role.Properties.AssumeRolePolicyDocument.Statement;

/** Logical id of the role of that name. */
export function roleNamed(template: Template | undefined, name: string): string {
  const found = ofType(template, 'AWS::IAM::Role').find(([, role]) => role.Properties.RoleName === name);
  if (!found) throw new Error(`no role ${name} in the template`);
  return found[0];
}
