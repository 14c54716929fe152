import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** Under which name the hub says to the stacks of routes what a name of the machine's definition stands for. */
export const handedOver = (substitution: string) => `/kubeferry/routes/${substitution}`;

/** Under this name, which version of all that is. */
export const HANDED_VERSION = 'Version';

/**
 * What the machines of routes in stacks of their own call, by the latest deployment of the hub. As parameters of Systems Manager
 * and not as exports: a function has a new version with each deployment, and CloudFormation deletes no export that another
 * stack still imports (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html).
 */
export class HandedOver extends Construct {
  constructor(scope: Construct, id: string, values: Readonly<Record<string, string>>) {
    super(scope, id);
    for (const [name, stringValue] of Object.entries(values))
      new StringParameter(this, name, {
        parameterName: handedOver(name),
        stringValue,
        description: 'What the machines of routes in stacks of their own call',
      });
  }
}
