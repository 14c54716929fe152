import { creationOrder } from './order.ts';
import type { StackArtifact } from './read-assembly.ts';
import { RESOURCE_TYPES } from './resources/index.ts';
import { parameterKey } from './resources/parameter.ts';
import { conditionHolds, resolve, type Scope } from './template/intrinsics.ts';
import type { Made, NewResource } from './template/resource.ts';
import type { World } from './template/world.ts';
import { unknownThings } from './unknown-things.ts';

export interface DeployedStack {
  account: string;
  region: string;
  name: string;
  outputs: Record<string, string>;
  /** Logical id -> what was made. */
  resources: Map<string, Made>;
}

/** Makes everything of one stack, in dependency order. `exports` are those of the stacks before it, and get its own. */
export async function deployStack(
  stack: StackArtifact,
  world: World,
  exports: Map<string, string>,
): Promise<DeployedStack> {
  const problems = unknownThings(stack.template);
  if (problems.length > 0) throw new Error(`The stack '${stack.name}' cannot run here:\n- ${problems.join('\n- ')}`);
  const made = new Map<string, Made>();
  const scope = scopeOf(stack, made, exports, world.parameters);
  for (const id of creationOrder(stack.template)) {
    const { Type, Properties, Condition } = stack.template.Resources[id]!;
    if (Condition !== undefined && !conditionHolds(Condition, scope)) continue;
    const properties = resolve(Properties ?? {}, scope) as NewResource['properties'];
    try {
      made.set(id, await RESOURCE_TYPES.get(Type)!.make({ ...newResource(stack, id), properties }, world));
    } catch (cause) {
      throw new Error(`'${id}' (${Type}) of the stack '${stack.name}' failed: ${(cause as Error).message}`, { cause });
    }
  }
  const { account, region, name } = stack;
  return { account, region, name, resources: made, outputs: outputsOf(stack, scope, exports) };
}

function newResource({ name, account, region, assets }: StackArtifact, id: string): Omit<NewResource, 'properties'> {
  return {
    account,
    region,
    stack: name,
    logicalId: id,
    generatedName: `${name}-${id}`.slice(0, 64),
    asset(objectKey) {
      const path = assets.get(objectKey);
      if (!path) throw new Error(`The assembly has no asset '${objectKey}'.`);
      return path;
    },
  };
}

/** Of a stack; one whose value is kept by Systems Manager is looked up when the stack is deployed. */
function parameterOf({ template, account, region }: StackArtifact, name: string, kept: ReadonlyMap<string, string>) {
  const { Type = '', Default } = template.Parameters?.[name] ?? {};
  if (!Type.startsWith('AWS::SSM::Parameter::Value<')) return Default;
  return kept.get(parameterKey({ account, region }, Default ?? ''));
}

function scopeOf(
  stack: StackArtifact,
  made: Map<string, Made>,
  exports: Map<string, string>,
  parameters: ReadonlyMap<string, string>,
): Scope {
  const { template, account, region, name } = stack;
  const pseudo: Record<string, string> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': name,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${name}/local`,
  };
  return {
    template,
    ref(wanted) {
      const value = pseudo[wanted] ?? parameterOf(stack, wanted, parameters) ?? made.get(wanted)?.ref;
      if (value === undefined) throw new Error(`Nothing in the stack '${name}' answers Ref '${wanted}'.`);
      return value;
    },
    attribute(id, attribute) {
      const value = made.get(id)?.attributes?.[attribute];
      if (value === undefined) throw new Error(`'${id}' has no attribute '${attribute}' in the local cloud.`);
      return value;
    },
    importValue(wanted) {
      const value = exports.get(wanted);
      if (value === undefined) throw new Error(`No stack before '${name}' exports '${wanted}'.`);
      return value;
    },
  };
}

function outputsOf({ template }: StackArtifact, scope: Scope, exports: Map<string, string>): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, { Value, Condition, Export }] of Object.entries(template.Outputs ?? {})) {
    if (Condition !== undefined && !conditionHolds(Condition, scope)) continue;
    outputs[name] = String(resolve(Value, scope));
    if (Export) exports.set(String(resolve(Export.Name, scope)), outputs[name]);
  }
  return outputs;
}
