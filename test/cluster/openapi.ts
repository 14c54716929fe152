import { get } from 'node:https';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { Schema } from '../corpus/schema.ts';

/** The schemas of these groups, as a running API server describes itself. */
export async function schemasOf(cluster: RunningCluster, groups: readonly string[]): Promise<Record<string, Schema>> {
  const found = await Promise.all(groups.map((group) => json(cluster, `/openapi/v3/${group}`)));
  return Object.assign({}, ...found.map(({ components }) => components.schemas));
}

async function json(
  cluster: RunningCluster,
  path: string,
): Promise<{ components: { schemas: Record<string, Schema> } }> {
  const { endpoint, certificateAuthority: ca, admin } = cluster;
  if (!('cert' in admin)) throw new Error('The administrator of a real cluster has a certificate.');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  get(`${endpoint}${path}`, { ca, cert: admin.cert, key: admin.key }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    response.on('end', () => resolve(text)).on('error', reject);
  }).on('error', reject);
  return JSON.parse(await promise);
}
