import type { Cloud } from '../context.ts';

/** Labels of what the add-ons of AKS put into a cluster and keep as it is; a value that is absent stands for any. */
export const MADE_BY_AKS: readonly { label: string; value?: string; by: string }[] = [
  { label: 'kubernetes.azure.com/managedby', value: 'aks', by: 'AKS' },
  { label: 'addonmanager.kubernetes.io/mode', by: 'the add-on manager of AKS' },
  { label: 'managed-by', value: 'azure-policy-addon', by: 'the Azure Policy add-on' },
  { label: 'app.kubernetes.io/managed-by', value: 'Eno', by: 'AKS' },
];

/**
 * Namespaces that add-ons of AKS fill, beside kube-system
 * (https://learn.microsoft.com/azure/aks/integrations, https://learn.microsoft.com/azure/aks/faq).
 */
export const NAMESPACES_OF_AKS: readonly string[] = [
  'aks-command',
  'aks-istio-egress',
  'aks-istio-ingress',
  'aks-istio-system',
  'app-routing-system',
  'azappconfig-system',
  'azure-arc',
  'calico-system',
  'gatekeeper-system',
  'tigera-operator',
];

/** API groups that only controllers of one cloud serve, each with what it is of; those below a group count as well. */
export const GROUPS_OF: Record<Cloud, Readonly<Record<string, string>>> = {
  azure: {
    'aadpodidentity.k8s.io': 'pod-managed identities of Microsoft Entra',
    'acn.azure.com': 'Azure CNI',
    'alb.networking.azure.io': 'Application Gateway for Containers',
    'appgw.ingress.azure.io': 'the Application Gateway ingress controller',
    'appgw.ingress.k8s.io': 'the Application Gateway ingress controller',
    'approuting.kubernetes.azure.com': 'the application routing add-on',
    'azconfig.io': 'Azure App Configuration',
    'azmon.container.insights': 'Container insights',
    'azmonitoring.coreos.com': 'Azure Managed Prometheus, whose monitors are those of monitoring.coreos.com',
    'clusterconfig.azure.com': 'Azure Arc',
    'containerstorage.azure.com': 'Azure Container Storage',
    'karpenter.azure.com': 'node auto-provisioning of AKS',
    'kubernetes-fleet.io': 'Azure Kubernetes Fleet Manager',
  },
  aws: {
    'application-networking.k8s.aws': 'VPC Lattice',
    'cloudwatch.aws.amazon.com': 'the CloudWatch agent',
    'crd.k8s.amazonaws.com': 'the VPC CNI',
    'eks.amazonaws.com': 'EKS',
    'elbv2.k8s.aws': 'the AWS Load Balancer Controller',
    'gateway.k8s.aws': 'the AWS Load Balancer Controller',
    'iamauthenticator.k8s.aws': 'the IAM authenticator',
    'karpenter.k8s.aws': 'Karpenter on AWS',
    'networking.k8s.aws': 'the VPC CNI',
    'vpcresources.k8s.aws': 'the VPC resource controller',
  },
};

/** Controllers that ingress and gateway classes name, by the start of their name. */
export const CONTROLLERS_OF: Record<Cloud, readonly string[]> = {
  azure: ['webapprouting.kubernetes.azure.com/', 'azure/application-gateway', 'alb.networking.azure.io/'],
  aws: ['ingress.k8s.aws/', 'eks.amazonaws.com/', 'gateway.k8s.aws/', 'application-networking.k8s.aws/'],
};

/** Providers of the Secrets Store CSI driver (https://secrets-store-csi-driver.sigs.k8s.io/providers). */
export const SECRET_STORES: Record<Cloud, { provider: string; what: string }> = {
  azure: { provider: 'azure', what: 'Azure Key Vault' },
  aws: { provider: 'aws', what: 'AWS Secrets Manager' },
};
