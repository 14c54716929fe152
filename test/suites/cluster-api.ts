import { afterAll, beforeAll, describe } from 'vitest';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { applies } from './cluster-api/applies.ts';
import { changes } from './cluster-api/changes.ts';
import { reads } from './cluster-api/reads.ts';
import { schemas } from './cluster-api/schemas.ts';
import { BY_US, NAMESPACE, type Setting } from './cluster-api/setting.ts';

export interface OpenClusterApi {
  api: ClusterApi;
  close: () => Promise<void>;
}

/** Parts of the suite that a cluster refuses by its description. */
export interface Without {
  schemas?: boolean;
}

/** What every ClusterApi promises. `open` gives a cluster as administrator, in which nothing was made yet. */
export function clusterApiSuite(name: string, open: () => Promise<OpenClusterApi>, without: Without = {}): void {
  describe(`cluster API: ${name}`, () => {
    let opened: OpenClusterApi;
    const setting = {} as Setting;
    beforeAll(async () => {
      opened = await open();
      setting.api = opened.api;
      await opened.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, BY_US);
      setting.served = (await opened.api.discover()).resources;
    });
    afterAll(() => opened.close());

    reads(setting);
    applies(setting);
    changes(setting);
    if (!without.schemas) schemas(setting);
  });
}
