import { resourceType } from '../template/resource.ts';

/** A text that stacks deployed later may take by its name: `AWS::SSM::Parameter::Value<String>`. */
export const parameter = resourceType({
  type: 'AWS::SSM::Parameter',
  uses: ['Name', 'Type', 'Value'],
  keeps: ['Description', 'Tags', 'Tier'],
  make({ account, region, properties, generatedName }, { parameters }) {
    if (properties.Type !== 'String') throw new Error(`a parameter of the type '${properties.Type}' is not kept here.`);
    const name: string = properties.Name ?? generatedName;
    parameters.set(parameterKey({ account, region }, name), properties.Value);
    return { ref: name, attributes: { Type: properties.Type, Value: properties.Value } };
  },
});

/** A parameter is known by its name in one account and Region. */
export const parameterKey = ({ account, region }: { account: string; region: string }, name: string) =>
  `${account} ${region} ${name}`;
