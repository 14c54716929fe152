import type { OperatorRecipe } from './recipe.ts';

const REPOSITORY = 'https://github.com/rook/rook/blob/master';
const KIND = 'ceph.rook.io/CephCluster';

/**
 * What Ceph stores lies on disks of nodes, or on claims that are of no use without the monitors, which know each other by addresses
 * of the source. Moving it takes surgery on the monitor map (Documentation/Troubleshooting/disaster-recovery.md): a clone gets a new,
 * empty Ceph, and files of its volumes through movers.
 */
export const ROOK: OperatorRecipe = {
  name: 'Rook',
  images: ['rook/ceph'],
  kinds: [
    {
      kind: KIND,
      claims: {
        by: 'never',
        how: 'disks of Ceph are of no use without the monitors of the source: take such claims by strategy skip, and what is stored in Ceph by a mover',
      },
      needs:
        'Ceph keeps its data on disks of nodes, which are not copied: the target makes a new, empty Ceph cluster of it',
      source: `${REPOSITORY}/Documentation/Troubleshooting/disaster-recovery.md`,
    },
  ],
  leavesBehind: [
    {
      kinds: ['/Secret'],
      of: ({ metadata: { namespace, ownerReferences = [] } }) => {
        const owner = ownerReferences.find(
          ({ apiVersion, kind }) => apiVersion.startsWith('ceph.rook.io/') && kind === 'CephCluster',
        );
        return owner && `${namespace}/${owner.name}`;
      },
      owner: KIND,
      why: 'CephCluster NAME makes its own keys in the target: with these, its monitors would take themselves for those of the source',
    },
  ],
};
