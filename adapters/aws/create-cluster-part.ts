import {
  AssociateAccessPolicyCommand,
  type AssociateAccessPolicyCommandInput,
  CreateAccessEntryCommand,
  type CreateAccessEntryCommandInput,
  CreateAddonCommand,
  type CreateAddonCommandInput,
  CreateClusterCommand,
  type CreateClusterCommandInput,
  CreateFargateProfileCommand,
  type CreateFargateProfileCommandInput,
  CreateNodegroupCommand,
  type CreateNodegroupCommandInput,
  CreatePodIdentityAssociationCommand,
  type CreatePodIdentityAssociationCommandInput,
  DescribeClusterCommand,
  type EKSClient,
} from '@aws-sdk/client-eks';
import type { CreateRequest, PartKind } from '../../core/base/ports/create-request.ts';
import type { Identity } from './identity.ts';

type Input = CreateRequest['input'];

/** The one operation of EKS that makes each kind of part. */
const MAKE: Record<Exclude<PartKind, 'oidc-provider'>, (eks: EKSClient, input: Input) => Promise<unknown>> = {
  cluster: (eks, input) => eks.send(new CreateClusterCommand(input as unknown as CreateClusterCommandInput)),
  nodegroup: (eks, input) => eks.send(new CreateNodegroupCommand(input as unknown as CreateNodegroupCommandInput)),
  'fargate-profile': (eks, input) =>
    eks.send(new CreateFargateProfileCommand(input as unknown as CreateFargateProfileCommandInput)),
  addon: (eks, input) => eks.send(new CreateAddonCommand(input as unknown as CreateAddonCommandInput)),
  'access-entry': (eks, input) =>
    eks.send(new CreateAccessEntryCommand(input as unknown as CreateAccessEntryCommandInput)),
  'access-policy': (eks, input) =>
    eks.send(new AssociateAccessPolicyCommand(input as unknown as AssociateAccessPolicyCommandInput)),
  'pod-identity': (eks, input) =>
    eks.send(new CreatePodIdentityAssociationCommand(input as unknown as CreatePodIdentityAssociationCommandInput)),
};

export async function createPart(eks: EKSClient, identity: Identity, { kind, input }: CreateRequest): Promise<void> {
  await (kind === 'oidc-provider' ? createOidcProvider(eks, identity, input) : MAKE[kind](eks, input));
}

/** For the issuer that EKS gave the cluster. */
async function createOidcProvider(eks: EKSClient, identity: Identity, input: Input): Promise<void> {
  const { clusterName, clientIds, tags } = input as { clusterName: string; clientIds: string[]; tags: Tags };
  const { cluster } = await eks.send(new DescribeClusterCommand({ name: clusterName }));
  await identity.createOidcProvider(cluster?.identity?.oidc?.issuer ?? '', clientIds, tags);
}

type Tags = Record<string, string>;
