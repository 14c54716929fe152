import { resourceType } from '../template/resource.ts';

/** Runtimes that the machine's own Node stands in for. */
const RUNTIMES = ['nodejs22.x', 'nodejs24.x'];

export const lambdaFunction = resourceType({
  type: 'AWS::Lambda::Function',
  uses: [
    'FunctionName',
    'Code',
    'Handler',
    'Role',
    'Runtime',
    'Environment',
    'Timeout',
    'MemorySize',
    'LoggingConfig',
    'VpcConfig',
  ],
  keeps: ['Architectures', 'Description', 'EphemeralStorage', 'ReservedConcurrentExecutions', 'Tags', 'TracingConfig'],
  make({ account, region, properties, generatedName, asset }, { lambda }) {
    if (!RUNTIMES.includes(properties.Runtime)) throw new Error(`the runtime '${properties.Runtime}' is not run here.`);
    const name = properties.FunctionName ?? generatedName;
    const arn = lambda.createFunction({
      name,
      account,
      region,
      roleArn: properties.Role,
      codeFolder: asset(properties.Code.S3Key),
      handler: properties.Handler,
      environment: properties.Environment?.Variables ?? {},
      timeoutSeconds: properties.Timeout ?? 3,
      memoryMegabytes: properties.MemorySize ?? 128,
      ...(properties.VpcConfig ? { network: networkFrom(properties.VpcConfig) } : {}),
      logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    });
    return { ref: name, attributes: { Arn: arn } };
  },
});

function networkFrom({ SubnetIds, SecurityGroupIds }: { SubnetIds: string[]; SecurityGroupIds: string[] }) {
  return { subnetIds: SubnetIds, securityGroupIds: SecurityGroupIds };
}
