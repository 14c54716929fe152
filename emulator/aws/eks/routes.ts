/** Operation -> route, as EKS's API reference has them; ARNs in paths are percent-encoded. */
const cluster = '/clusters/{name}';
const inCluster = '/clusters/{clusterName}';
const nodegroup = `${inCluster}/node-groups/{nodegroupName}`;
const entry = `${inCluster}/access-entries/{principalArn}`;

export const ROUTES: Record<string, string> = {
  CreateCluster: 'POST /clusters',
  ListClusters: 'GET /clusters',
  DescribeCluster: `GET ${cluster}`,
  DeleteCluster: `DELETE ${cluster}`,
  CreateNodegroup: `POST ${inCluster}/node-groups`,
  ListNodegroups: `GET ${inCluster}/node-groups`,
  DescribeNodegroup: `GET ${nodegroup}`,
  DeleteNodegroup: `DELETE ${nodegroup}`,
  CreateAccessEntry: `POST ${inCluster}/access-entries`,
  ListAccessEntries: `GET ${inCluster}/access-entries`,
  DescribeAccessEntry: `GET ${entry}`,
  DeleteAccessEntry: `DELETE ${entry}`,
  AssociateAccessPolicy: `POST ${entry}/access-policies`,
  ListAssociatedAccessPolicies: `GET ${entry}/access-policies`,
  DisassociateAccessPolicy: `DELETE ${entry}/access-policies/{policyArn}`,
  ListAccessPolicies: 'GET /access-policies',
  ListAddons: `GET ${inCluster}/addons`,
  DescribeAddon: `GET ${inCluster}/addons/{addonName}`,
  CreateAddon: `POST ${inCluster}/addons`,
  DescribeAddonVersions: 'GET /addons/supported-versions',
  DescribeAddonConfiguration: 'GET /addons/configuration-schemas',
  ListIdentityProviderConfigs: `GET ${inCluster}/identity-provider-configs`,
  ListCapabilities: `GET ${inCluster}/capabilities`,
  CreateFargateProfile: `POST ${inCluster}/fargate-profiles`,
  ListFargateProfiles: `GET ${inCluster}/fargate-profiles`,
  DescribeFargateProfile: `GET ${inCluster}/fargate-profiles/{fargateProfileName}`,
  DeleteFargateProfile: `DELETE ${inCluster}/fargate-profiles/{fargateProfileName}`,
  CreatePodIdentityAssociation: `POST ${inCluster}/pod-identity-associations`,
  ListPodIdentityAssociations: `GET ${inCluster}/pod-identity-associations`,
  DescribePodIdentityAssociation: `GET ${inCluster}/pod-identity-associations/{associationId}`,
  TagResource: 'POST /tags/{resourceArn}',
  UntagResource: 'DELETE /tags/{resourceArn}',
  ListTagsForResource: 'GET /tags/{resourceArn}',
};
