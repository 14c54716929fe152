import type { Cloud } from '../../../local/cloud.ts';
import { startSmallCloud } from '../../flow/small-cloud.ts';
import { assemblyWithConnectors } from '../../scenarios/private-assembly.ts';
import { pipelineOf } from './pipeline.ts';

/** A plan between two clusters that are asked through their connectors. */
export async function privateClusters(onCloud: (cloud: Cloud) => void): Promise<void> {
  const assembly = assemblyWithConnectors({ source: {}, target: {} });
  const small = await startSmallCloud(200, { assembly: assembly.folder, clusterEndpoint: 'private' });
  onCloud(small.cloud);
  try {
    const { call, ended } = pipelineOf(small.cloud);
    const { id } = await call('POST', '/plans', { selection: { namespaces: ['small'] } });
    await ended(id, 'SUCCEEDED');
  } finally {
    await small.stop();
    assembly.remove();
  }
}
