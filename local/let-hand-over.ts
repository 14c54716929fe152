import { connect } from '../adapters/kubernetes/connect.ts';
import { handingObjects } from '../core/base/access/cluster-rights.ts';
import type { RunningCluster } from '../emulator/kubernetes/contract/backend.ts';
import type { KubeObject } from '../kube/kube-object.ts';

/** What the administrator of a source applies once whose volumes may be handed over, as `kubeferry rbac --hand-over` prints it. */
export async function letHandOver({ endpoint, certificateAuthority, admin }: RunningCluster): Promise<void> {
  const credential = 'token' in admin ? { token: () => admin.token } : admin;
  const api = connect({ endpoint, certificateAuthority, credential });
  try {
    for (const object of handingObjects()) await api.apply(object as KubeObject, { manager: 'kubectl', force: true });
  } finally {
    api.close();
  }
}
