import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { CallConnector } from '../../../adapters/kubernetes/connector/messages.ts';
import type { NodeSeed } from '../../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../../emulator/kubernetes/in-process.ts';

/** A cluster in this process, entered by its administrator; nobody else may. */
export async function openInProcess(nodes: NodeSeed[], connectorFor?: (endpoint: string) => CallConnector) {
  const options = { name: 'suite', version: '1.36', nodes, authenticate: () => undefined, authorize: () => false };
  const cluster = await inProcessBackend.start(options);
  const { endpoint, certificateAuthority, admin } = cluster;
  const credential = 'token' in admin ? { token: () => admin.token } : admin;
  const connector = connectorFor?.(endpoint);
  const api = connect({ endpoint, certificateAuthority, credential, ...(connector ? { connector } : {}) });
  const close = () => {
    api.close();
    return cluster.stop();
  };
  return { api, close };
}
