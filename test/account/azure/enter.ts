import { parse } from 'yaml';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { Command } from '../commands.ts';
import type { AzureOptions } from '../options.ts';

/** The application that the API servers of all AKS clusters are to Entra ID (https://learn.microsoft.com/azure/aks/kubelogin-authentication). */
const API_SERVER = '6dae42f8-4368-4678-94ff-3960e28e3630';

type Run = (command: Command, signal: AbortSignal) => Promise<string>;

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
}

/** A cluster of AKS as whoever is signed in to the command of Azure. Throws as EKS does when there is none. */
export async function enterAks({ subscription, resourceGroup, cluster }: AzureOptions, run: Run): Promise<ClusterApi> {
  const { signal } = new AbortController();
  const of = ['--subscription', subscription, '--resource-group', resourceGroup, '--name', cluster];
  const text = await run(['az', 'aks', 'get-credentials', ...of, '--file', '-'], signal).catch((error: Error) => {
    if (isMissing(error)) error.name = 'ResourceNotFoundException';
    throw error;
  });
  const [first] = (parse(text) as Kubeconfig).clusters;
  if (!first) throw new Error(`The kubeconfig of ${cluster} names no cluster.`);
  const asked: Command = [
    'az',
    'account',
    'get-access-token',
    '--subscription',
    subscription,
    '--resource',
    API_SERVER,
  ];
  return connect({
    endpoint: first.cluster.server,
    certificateAuthority: Buffer.from(first.cluster['certificate-authority-data'], 'base64').toString(),
    credential: {
      token: async () => (await run([...asked, '--query', 'accessToken', '--output', 'tsv'], signal)).trim(),
    },
  });
}

/** As Resource Manager says it, and the command passes on. */
export const isMissing = ({ message }: Error) => /Resource(Group)?NotFound/.test(message);
