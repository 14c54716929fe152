import type { Cloud } from '../context.ts';

const SERVICE = 'service.beta.kubernetes.io/';
const AZURE = `${SERVICE}azure-`;
const AWS = `${SERVICE}aws-load-balancer-`;
const GATEWAY = 'appgw.ingress.kubernetes.io/';
const ALB = 'alb.ingress.kubernetes.io/';

/**
 * Annotations of Services for a load balancer of Azure
 * (https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/) and of AWS
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/).
 */
export const INTERNAL_OF_AZURE = `${AZURE}load-balancer-internal`;
export const SCHEME_OF_AWS = `${AWS}scheme`;
export const INTERNAL_OF_AWS = `${AWS}internal`;
export const TYPE_OF_AWS = `${AWS}type`;
/** Addresses that may call: a field of every Service says the same. */
export const RANGES_OF_AZURE = `${AZURE}allowed-ip-ranges`;

/** The same in both clouds, with values that are the same but for the case of a protocol. */
export const SERVICE_PAIRS: readonly { azure: string; aws: string; lower?: true }[] = [
  { azure: `${AZURE}load-balancer-health-probe-protocol`, aws: `${AWS}healthcheck-protocol`, lower: true },
  { azure: `${AZURE}load-balancer-health-probe-request-path`, aws: `${AWS}healthcheck-path` },
  { azure: `${AZURE}load-balancer-health-probe-interval`, aws: `${AWS}healthcheck-interval` },
  { azure: `${AZURE}load-balancer-health-probe-num-of-probe`, aws: `${AWS}healthcheck-unhealthy-threshold` },
  { azure: `${AZURE}pip-tags`, aws: `${AWS}additional-resource-tags` },
];

/** Annotations by which a cloud's controller knows a Service's or an Ingress's load balancer. */
export const ANNOTATIONS_OF: Record<Cloud, readonly RegExp[]> = {
  azure: [
    /^service\.beta\.kubernetes\.io\/(azure-|port_\d+_)/,
    /^appgw\.ingress\.kubernetes\.io\//,
    /^alb\.networking\.azure\.io\//,
    /^kubernetes\.azure\.com\/(tls-cert-keyvault-uri|service-account-name|use-osm-mtls)/,
  ],
  aws: [/^service\.beta\.kubernetes\.io\/aws-/, /^alb\.ingress\.kubernetes\.io\//],
};

/** Those that keep strangers away; without a counterpart the load balancer would be open to everybody. */
export const GUARDS_OF_AZURE: readonly string[] = [
  `${AZURE}allowed-service-tags`,
  `${AZURE}deny-all-except-load-balancer-source-ranges`,
  `${GATEWAY}waf-policy-for-path`,
];

/** Classes of load balancers of Services, which AKS does not know. */
export const SERVICE_CLASSES_OF_AWS: readonly string[] = ['service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'];
/** With these the AWS load balancer controller is responsible, whose load balancers are internal unless told otherwise. */
export const TYPES_OF_CONTROLLER: readonly string[] = ['external', 'nlb-ip'];

/** Ingress classes of the add-ons of each cloud, with those of their annotations. */
export const INGRESS_CLASSES_OF: Record<Cloud, readonly string[]> = {
  azure: [
    'webapprouting.kubernetes.azure.com',
    'azure-application-gateway',
    'azure/application-gateway',
    'azure-alb-external',
    'addon-http-application-routing',
  ],
  aws: ['alb', 'eks-auto-alb'],
};

/** What an Ingress gets in a cloud, the first that it has; the last where nobody knows what it has. */
export const INGRESS_CLASSES_FOR: Record<Cloud, readonly string[]> = {
  azure: ['azure-application-gateway', 'webapprouting.kubernetes.azure.com'],
  aws: ['eks-auto-alb', 'alb'],
};
export const APPLICATION_GATEWAY = 'azure-application-gateway';
/** An internal controller of application routing, as AKS's pages name it (https://learn.microsoft.com/azure/aks/app-routing-nginx-configuration). */
export const INTERNAL_NGINX = 'nginx-internal';
/** The controller of ingress-nginx, which reads what application routing reads as well. */
export const NGINX = 'nginx';

export const PRIVATE_OF_GATEWAY = `${GATEWAY}use-private-ip`;
export const SCHEME_OF_ALB = `${ALB}scheme`;
export const TARGETS_OF_ALB = `${ALB}target-type`;

/**
 * Annotations of Ingresses for Application Gateway
 * (https://azure.github.io/application-gateway-kubernetes-ingress/annotations/) and for an Application Load Balancer
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/).
 */
export const INGRESS_PAIRS: readonly { azure: string; aws: string; values?: readonly (readonly [string, string])[] }[] =
  [
    { azure: `${GATEWAY}health-probe-path`, aws: `${ALB}healthcheck-path` },
    { azure: `${GATEWAY}health-probe-interval`, aws: `${ALB}healthcheck-interval-seconds` },
    { azure: `${GATEWAY}health-probe-timeout`, aws: `${ALB}healthcheck-timeout-seconds` },
    { azure: `${GATEWAY}health-probe-unhealthy-threshold`, aws: `${ALB}unhealthy-threshold-count` },
    { azure: `${GATEWAY}health-probe-status-codes`, aws: `${ALB}success-codes` },
    {
      azure: `${GATEWAY}backend-protocol`,
      aws: `${ALB}backend-protocol`,
      values: [
        ['http', 'HTTP'],
        ['https', 'HTTPS'],
      ],
    },
    { azure: `${GATEWAY}ssl-redirect`, aws: `${ALB}ssl-redirect`, values: [['true', '443']] },
  ];
