import { connect } from '../../adapters/kubernetes/connect.ts';
import type { NodeSeed } from '../../emulator/kubernetes/contract/backend.ts';
import { realBackend } from './real-backend.ts';

/** A real cluster, entered by its administrator; nobody else may. */
export async function openAsAdmin(nodes: NodeSeed[]) {
  const options = { name: 'suite', version: '1.36', nodes, authenticate: () => undefined, authorize: () => false };
  const cluster = await realBackend().start(options);
  const { endpoint, certificateAuthority, admin } = cluster;
  if (!('cert' in admin)) throw new Error('The administrator of a real cluster has a certificate.');
  const api = connect({ endpoint, certificateAuthority, credential: admin });
  const close = () => {
    api.close();
    return cluster.stop();
  };
  return { api, close };
}
