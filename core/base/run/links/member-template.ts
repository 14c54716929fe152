/** A resource as CloudFormation has it. */
interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
}

/** A stack as it is synthesized. */
export interface SynthesizedStack {
  name: string;
  account: string;
  region: string;
  template: { Resources: Record<string, Resource>; Description?: unknown; Outputs?: unknown };
  /** Object key of an asset (`<hash>.zip`) -> its folder or file. */
  assets: ReadonlyMap<string, string>;
}

/** What whoever creates the stack sees and confirms: whom the account lets in. */
export interface Parameters {
  HubAccount: string;
  ExternalId: string;
}

export interface MemberTemplate {
  template: object;
  parameters: Parameters;
}

/**
 * The template of a member as an account takes it that knows nothing of CDK: without the question for its bootstrap
 * stack, and with the hub's account and the ExternalId as parameters. Throws a sentence for a stack that needs files
 * beside its template.
 */
export function memberTemplate({ name, account, region, template, assets }: SynthesizedStack): MemberTemplate {
  const text = JSON.stringify(template.Resources);
  const needs = [...assets.keys()].filter((key) => text.includes(key.replace(/\.\w+$/, '')));
  if (needs.length > 0) {
    throw new Error(
      `The stack ${name} has a function, whose code a template cannot carry. Deploy it by CDK, with credentials of ` +
        `account ${account}: npx cdk bootstrap aws://${account}/${region}, then npx cdk deploy ${name}`,
    );
  }
  const { Description, Outputs } = template;
  const parameters = trustOf(Object.values(template.Resources), name);
  const Parameters = {
    HubAccount: told('Account of the hub, whose functions may take the role', parameters.HubAccount),
    ExternalId: told('Installation that the hub names when it takes the role', parameters.ExternalId),
  };
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => [id, withParameters(resource, parameters)]),
  );
  return { template: { Description, Parameters, Resources, Outputs }, parameters };
}

const told = (Description: string, Default: string) => ({ Type: 'String', Description, Default });

interface TrustStatement {
  Principal?: { AWS?: unknown };
  Condition?: { StringEquals?: Record<string, unknown> };
}

/** Whom the role trusts, as the synthesized template has it. */
function trustOf(resources: Resource[], name: string): Parameters {
  for (const statement of resources.flatMap(trustStatements)) {
    const ExternalId = statement.Condition?.StringEquals?.['sts:ExternalId'];
    const [, HubAccount] = /:iam::(\d{12}):root/.exec(JSON.stringify(statement.Principal)) ?? [];
    if (typeof ExternalId === 'string' && HubAccount) return { HubAccount, ExternalId };
  }
  throw new Error(`The stack ${name} has no role that a hub takes with an ExternalId: is it one of kubeferry?`);
}

function trustStatements({ Properties }: Resource): TrustStatement[] {
  return (Properties?.AssumeRolePolicyDocument as { Statement?: TrustStatement[] } | undefined)?.Statement ?? [];
}

/** Only the trust speaks of the hub; the rest of the stack stays as it was synthesized. */
function withParameters(resource: Resource, parameters: Parameters): Resource {
  const trust = resource.Properties?.AssumeRolePolicyDocument;
  if (!trust) return resource;
  const AssumeRolePolicyDocument = replaced(trust, parameters);
  return { ...resource, Properties: { ...resource.Properties, AssumeRolePolicyDocument } };
}

function replaced(value: unknown, parameters: Parameters): unknown {
  if (value === parameters.ExternalId) return { Ref: 'ExternalId' };
  if (typeof value === 'string' && value.includes(`:${parameters.HubAccount}:`)) {
    return { 'Fn::Sub': value.replaceAll(`:${parameters.HubAccount}:`, `:\${HubAccount}:`) };
  }
  if (Array.isArray(value)) return value.map((each) => replaced(each, parameters));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaced(inner, parameters)]));
}
