import { readFileSync } from 'node:fs';
import { type NewResource, resourceType } from '../template/resource.ts';

export const stateMachine = resourceType({
  type: 'AWS::StepFunctions::StateMachine',
  uses: [
    'Definition',
    'DefinitionString',
    'DefinitionS3Location',
    'DefinitionSubstitutions',
    'RoleArn',
    'StateMachineName',
    'StateMachineType',
    'LoggingConfiguration',
    'TracingConfiguration',
  ],
  keeps: ['Tags'],
  async make(resource, { stateMachines }) {
    const { properties, generatedName } = resource;
    const name = properties.StateMachineName ?? generatedName;
    const arn = await stateMachines.create(resource, {
      name,
      definition: definitionOf(resource),
      roleArn: properties.RoleArn,
      type: properties.StateMachineType,
      loggingConfiguration: lowerCamel(properties.LoggingConfiguration),
      tracingConfiguration: lowerCamel(properties.TracingConfiguration),
    });
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
});

function definitionOf({ properties, asset }: NewResource): string {
  const text: string =
    properties.DefinitionString ??
    (properties.Definition && JSON.stringify(properties.Definition)) ??
    readFileSync(asset(properties.DefinitionS3Location.Key), 'utf8');
  const values: Record<string, unknown> = properties.DefinitionSubstitutions ?? {};
  return text.replace(/\$\{([\w]+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** CloudFormation writes `LogGroupArn` where the API has `logGroupArn`. */
function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    lowerCamel(member),
  ]);
  return Object.fromEntries(members);
}
