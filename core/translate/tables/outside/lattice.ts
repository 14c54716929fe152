import { path } from '../../../../kube/fields.ts';
import type { OutsideRow } from './row.ts';

const GROUP = 'application-networking.k8s.aws';
const REPO = 'https://github.com/aws/aws-application-networking-k8s/blob/main/pkg';

/** The Gateway API controller of VPC Lattice: it finds service networks and services by their names, in the whole account. */
export const LATTICE: readonly OutsideRow[] = [
  {
    kind: `${GROUP}/IAMAuthPolicy`,
    acts: 'writes the policy of the service or service network of its name, and switches it off when it goes, whoever made them',
    silence: { do: 'leave-behind' },
    source: `${REPO}/deploy/lattice/iamauthpolicy_manager.go`,
  },
  {
    kind: `${GROUP}/ServiceNetwork`,
    acts: 'makes or adopts the service network of its name, and deletes it when it goes',
    silence: { do: 'leave-behind' },
    source: `${REPO}/deploy/lattice/service_network_manager.go`,
  },
  {
    kind: `${GROUP}/AccessLogPolicy`,
    acts: 'sends access logs to the destination of its original',
    silence: { do: 'drop' },
    names: [path('spec.destinationArn')],
    source: `${REPO}/apis/applicationnetworking/v1alpha1/accesslogpolicy_types.go`,
  },
  {
    kind: `${GROUP}/VpcAssociationPolicy`,
    acts: 'connects the VPC of its cluster with a service network',
    silence: { do: 'drop' },
    names: [path('spec.targetRef.name')],
    source: `${REPO}/deploy/lattice/service_network_manager.go`,
  },
  {
    kind: `${GROUP}/ServiceExport`,
    when: ['metadata', 'annotations', `${GROUP}/federation`],
    is: 'amazon-vpc-lattice',
    acts: 'puts its pods into a target group of VPC Lattice',
    silence: { do: 'drop' },
    source: `${REPO}/controllers/serviceexport_controller.go`,
  },
  {
    kind: `${GROUP}/ServiceImport`,
    acts: 'leads routes to target groups that other clusters fill',
    silence: { do: 'name' },
    source: `${REPO}/controllers/serviceimport_controller.go`,
  },
  {
    kind: 'gateway.networking.k8s.io/Gateway',
    when: path('spec.gatewayClassName'),
    is: 'amazon-vpc-lattice',
    acts: 'puts the services of its routes into the service network of its name',
    silence: { do: 'drop' },
    names: [path('metadata.name')],
    source: `${REPO}/controllers/gateway_controller.go`,
  },
];
