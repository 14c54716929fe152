import { fileURLToPath } from 'node:url';
import type { KubeObject } from '../../kube/kube-object.ts';
import { readManifests } from '../read-manifests.ts';
import { orderDatabase } from './databases.ts';
import type { Disk } from './disks.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The built-in workload: what a real cluster contains, in a few dozen objects. */
export const BUILT_IN = here('workload');

/** What the platform teams set up before anybody deploys: storage classes, ingress classes, priorities. */
export function furniture(side: 'source' | 'target' | 'aks'): KubeObject[] {
  return readManifests([here(`furniture/${side}.yaml`)]).objects;
}

const ROWS = 40_000;

/** Real databases for the built-in workload's volumes; other orders on another day. */
export function builtInDisks(day = 0): Disk[] {
  return ['shop/data-orders-0', 'shop/data-orders-1', 'shop/catalog-files'].map((claim, seed) => ({
    claim,
    content: { bytes: orderDatabase(day + seed + 1, ROWS) },
  }));
}
