import { request } from 'node:https';
import type { NodeSeed, RunningCluster } from '../../kubernetes/contract/backend.ts';

/** Registers nodes at a running control plane, as their kubelets would. Throws with the server's sentence. */
export async function joinNodes(cluster: RunningCluster, nodes: NodeSeed[]): Promise<void> {
  for (const node of nodes) await send(cluster, 'POST', '/api/v1/nodes', nodeObject(node));
}

/** What the cloud's node lifecycle controller does when instances are gone. */
export async function removeNodes(cluster: RunningCluster, nodes: NodeSeed[]): Promise<void> {
  for (const { name } of nodes) await send(cluster, 'DELETE', `/api/v1/nodes/${name}`);
}

const nodeObject = ({ name, zone, labels, instanceId }: NodeSeed) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels },
  spec: { providerID: `aws:///${zone}/${instanceId}` },
});

function send(
  { endpoint, certificateAuthority, admin }: RunningCluster,
  method: string,
  path: string,
  body?: unknown,
): Promise<void> {
  const { token, ...certificate } = { token: undefined, ...admin };
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const options = { method, ca: certificateAuthority, agent: false, headers, ...certificate } as const;
    const call = request(new URL(path, endpoint), options, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const { statusCode = 500 } = response;
      if (statusCode < 300 || (method === 'DELETE' && statusCode === 404)) resolve();
      else reject(new Error(`The cluster refused ${method} ${path}: ${Buffer.concat(chunks).toString()}`));
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
