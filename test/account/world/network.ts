import { Fn } from 'aws-cdk-lib';
import {
  CfnInternetGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

const RANGE = '10.97.0.0/16';
/** EKS wants two zones for its control plane; the nodes are in the first. */
const SUBNETS = ['10.97.0.0/20', '10.97.16.0/20'];

/** Public subnets in two zones: nodes reach registries without a NAT gateway, which would cost more than they do. */
export class Network extends Construct {
  readonly subnetIds: string[];
  /** What nodes wait for. */
  readonly route: CfnRoute;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new CfnVPC(this, 'Vpc', { cidrBlock: RANGE, enableDnsHostnames: true, enableDnsSupport: true });
    const gateway = new CfnInternetGateway(this, 'Gateway');
    const attached = new CfnVPCGatewayAttachment(this, 'Attached', { vpcId: vpc.ref, internetGatewayId: gateway.ref });
    const table = new CfnRouteTable(this, 'Table', { vpcId: vpc.ref });
    this.route = new CfnRoute(this, 'Out', {
      routeTableId: table.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    });
    this.route.addResourceDependency(attached);
    this.subnetIds = SUBNETS.map((cidrBlock, at) => {
      const subnet = new CfnSubnet(this, `Subnet${at}`, {
        vpcId: vpc.ref,
        cidrBlock,
        availabilityZone: Fn.select(at, Fn.getAzs()),
        mapPublicIpOnLaunch: true,
      });
      new CfnSubnetRouteTableAssociation(this, `Association${at}`, { subnetId: subnet.ref, routeTableId: table.ref });
      return subnet.ref;
    });
  }
}
