/** What flows through the machines in these tests; the machines read only `cloneId` and `mode` of a clone. */
export const clone = { cloneId: 'clone-1', mode: 'clone' };
/** Along a route whose migrations may hand volumes over. */
export const handing = { ...clone, route: { handOver: true } };
export const plan = { cloneId: 'clone-1', mode: 'plan' };
export const volume = { claim: 'shop/data-0', strategy: 'share-and-copy', origin: { snapshotId: 'snap-source' } };
export const waves = [
  { stage: 'foundation', wave: '01-namespaces', prefix: 'exports/translated/clone-1/foundation/01/', objects: 1 },
  { stage: 'foundation', wave: '02-config', prefix: 'exports/translated/clone-1/foundation/02/', objects: 2 },
];
