import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
} from '@aws-sdk/client-eks';
import { KubeferryError } from '../../core/base/errors.ts';
import { type DriverRight, type DriverRights, EBS_CONTROLLER } from '../../core/base/ports/driver-rights.ts';
import { clientConfig } from './clients.ts';
import { awsCall, unlessGone } from './errors.ts';
import { iamCalls } from './iam.ts';
import type { MemberSession } from './member.ts';

const ADD_ON = 'aws-ebs-csi-driver';

/**
 * Whether the role of a cluster's EBS driver may grant the use of a key, as IAM simulates it. `annotatedRole` is the one
 * that its service account names. A member's role that may not look knows nothing, and so do clusters whose driver has
 * the role of its nodes.
 */
export function eksDriverRights(
  session: MemberSession,
  cluster: string,
  annotatedRole: () => Promise<string | undefined>,
): DriverRights {
  const eks = new EKSClient(clientConfig(session));
  const simulate = iamCalls(session);
  return {
    mayGrant: async (keyArn) => {
      try {
        return await awsCall(`ask whether the EBS driver of cluster "${cluster}" may use key ${keyArn}`, async () => {
          const roleArn = await driverRole(eks, cluster, annotatedRole);
          return roleArn && (await rightOf(simulate, roleArn, keyArn));
        }).then((right) => right || undefined);
      } catch (error) {
        if (error instanceof KubeferryError && ['AccessDenied', 'NotFound'].includes(error.name)) return undefined;
        throw error;
      }
    },
  };
}

/**
 * Auto Mode calls by the role of the cluster. In the driver's pod a token for IRSA comes before a pod identity
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html); it is the add-on that annotates the service account.
 */
async function driverRole(
  eks: EKSClient,
  clusterName: string,
  annotatedRole: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const { cluster } = await eks.send(new DescribeClusterCommand({ name: clusterName }));
  if (cluster?.storageConfig?.blockStorage?.enabled) return cluster.roleArn;
  const annotated = await annotatedRole();
  if (annotated) return annotated;
  const found = await unlessGone(eks.send(new DescribeAddonCommand({ clusterName, addonName: ADD_ON })));
  if (found?.addon?.serviceAccountRoleArn) return found.addon.serviceAccountRoleArn;
  const wanted = { clusterName, ...EBS_CONTROLLER };
  const { associations: [first] = [] } = await eks.send(new ListPodIdentityAssociationsCommand(wanted));
  if (!first?.associationId) return undefined;
  const { associationId } = first;
  const { association } = await eks.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId }));
  return association?.targetRoleArn ?? association?.roleArn;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html, in the context of attaching a volume. */
async function rightOf(
  simulate: ReturnType<typeof iamCalls>,
  roleArn: string,
  keyArn: string,
): Promise<DriverRight | undefined> {
  const context = [
    ['kms:GrantIsForAWSResource', 'boolean', 'true'],
    ['kms:ViaService', 'string', `ec2.${keyArn.split(':')[3]}.amazonaws.com`],
    ['kms:CallerAccount', 'string', roleArn.split(':')[4] ?? ''],
  ].flatMap(([name = '', type = '', value = ''], at) => [
    [`ContextEntries.member.${at + 1}.ContextKeyName`, name],
    [`ContextEntries.member.${at + 1}.ContextKeyType`, type],
    [`ContextEntries.member.${at + 1}.ContextKeyValues.member.1`, value],
  ]);
  const { EvaluationResults } = await simulate('SimulatePrincipalPolicy', {
    PolicySourceArn: roleArn,
    'ActionNames.member.1': 'kms:CreateGrant',
    'ResourceArns.member.1': keyArn,
    ...Object.fromEntries(context),
  });
  const [result] = (EvaluationResults as { member?: { EvalDecision?: string }[] } | undefined)?.member ?? [];
  return result?.EvalDecision ? { roleArn, allowed: result.EvalDecision === 'allowed' } : undefined;
}
