import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Connector } from '../core/base/request/end.ts';
import { connectorName } from '../core/base/run/names.ts';
import { functionArn } from './arns.ts';
import { CONNECTOR_FUNCTION } from './functions/functions.data.ts';
import type { StepCode } from './functions/step-function.ts';
import type { MemberPlace } from './members.ts';
import { NetworkInterfaces } from './permissions/network-interfaces.ts';

export interface ConnectorFunctionProps {
  member: MemberPlace;
  cluster: string;
  connector: Connector;
  code: StepCode;
}

/**
 * A function in the network of one cluster that passes the hub's calls on to its API. Its role may write its log, and
 * lets Lambda make its network interface: there is no right in it, and no credential of the cluster.
 */
export class ConnectorFunction extends Construct {
  constructor(scope: Construct, id: string, { member, cluster, connector, code }: ConnectorFunctionProps) {
    super(scope, id);
    const name = connectorName(member.side, cluster);
    const { step, timeoutSeconds, memoryMiB } = CONNECTOR_FUNCTION;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      roleName: name,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { network: new NetworkInterfaces(functionArn(member.account, member.region, name)) },
    });
    const logs = logGroup.grantWrite(role);
    const fn = new LambdaFunction(this, 'Function', {
      functionName: name,
      description: `kubeferry: the way to the API of cluster ${cluster}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: code(step),
      role,
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: memoryMiB,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: connector.endpoint ? { KUBEFERRY_ENDPOINT: connector.endpoint } : {},
    });
    // By ids alone: the construct would ask for the VPC and its zones, which nothing here needs.
    (fn.node.defaultChild as CfnFunction).vpcConfig = {
      subnetIds: connector.subnetIds,
      securityGroupIds: connector.securityGroupIds,
    };
    logs.applyBefore(fn);
  }
}
