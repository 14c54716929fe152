/** Service account of the EBS CSI driver (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html). */
export const DISK_DRIVER = { addon: 'aws-ebs-csi-driver', serviceAccount: 'ebs-csi-controller-sa' } as const;

/**
 * What every cluster of AKS runs, or has on unless somebody puts it off, as add-ons of EKS
 * (https://learn.microsoft.com/azure/aks/core-aks-concepts, https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html).
 */
export const ALWAYS: readonly string[] = ['coredns', 'kube-proxy', 'metrics-server', 'vpc-cni'];

/**
 * What an add-on or feature of AKS is, and what to do in its place: none of them becomes an add-on of EKS by itself, since each needs
 * something beside the cluster. Names: ManagedClusterAddonProfile, as `az aks show` has them
 * (https://learn.microsoft.com/azure/aks/integrations).
 */
export const IN_PLACE_OF: Readonly<Record<string, { what: string; instead: string }>> = {
  omsagent: {
    what: 'Container insights of Azure Monitor',
    instead: 'the add-on amazon-cloudwatch-observability, with a role that may write logs and metrics',
  },
  azurepolicy: { what: 'Azure Policy', instead: 'Gatekeeper or Kyverno, with the policies themselves' },
  azureKeyvaultSecretsProvider: {
    what: 'the Key Vault provider of the Secrets Store CSI driver',
    instead: 'the add-on aws-secrets-store-csi-driver-provider, with the secrets in AWS Secrets Manager',
  },
  ingressApplicationGateway: {
    what: 'the Application Gateway ingress controller',
    instead: 'the AWS Load Balancer Controller',
  },
  httpApplicationRouting: {
    what: 'HTTP application routing',
    instead: 'the AWS Load Balancer Controller, and the add-on external-dns',
  },
  aciConnectorLinux: {
    what: 'virtual nodes in Azure Container Instances',
    instead: 'a Fargate profile for the pods that run on them',
  },
  openServiceMesh: { what: 'Open Service Mesh', instead: 'a mesh that is still kept up, such as Istio' },
  gitops: { what: 'GitOps by Flux', instead: 'Flux itself, with the same repository' },
  ACCSGXDevicePlugin: { what: 'devices of confidential computing', instead: 'AWS Nitro Enclaves, where they will do' },
  appRouting: {
    what: 'application routing, a controller of NGINX',
    instead: 'an ingress controller with the class that mappings name',
  },
  keda: { what: 'KEDA', instead: 'KEDA itself, by its chart' },
  verticalPodAutoscaler: { what: 'the vertical pod autoscaler', instead: 'the autoscaler itself, by its chart' },
  blob: { what: 'the CSI driver of Azure Blob storage', instead: 'the add-on aws-mountpoint-s3-csi-driver' },
};
