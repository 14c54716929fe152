import { KubeferryError } from '../../base/errors.ts';
import { isWithin } from '../choose-snapshot.ts';
import type { Node } from './node.ts';
import type { ResticSnapshot } from './snapshots.ts';
import { type Root, readTree, type Trees } from './trees.ts';

/**
 * Where the files of a path begin. A path that was given to restic whole stands in the tree folder by folder, while
 * `restic backup .`, as Velero and VolSync call it, makes the folder's content the root, and its path is noted only.
 * Throws NotFound when the snapshot has no such folder.
 */
export async function findRoot(trees: Trees, snapshot: ResticSnapshot, path?: string): Promise<Root> {
  if (path === undefined) return onlyFolder(trees, snapshot);
  const whole = await descend(trees, snapshot.tree, partsOf(path));
  if (whole) return whole;
  const taken = snapshot.paths.find((each) => isWithin(path, each)) ?? '';
  const inside = await descend(trees, snapshot.tree, partsOf(path.slice(taken.length)));
  if (inside) return inside;
  throw new KubeferryError(
    'NotFound',
    `Snapshot ${snapshot.id.slice(0, 8)} has no folder "${path}"; it was taken of ${snapshot.paths.join(' and ')}. ` +
      `Way out: "restic ls ${snapshot.id.slice(0, 8)}" lists what it has.`,
  );
}

/** Of a snapshot of one path, that folder, when nothing stands beside it on the way down. */
async function onlyFolder(trees: Trees, { tree, paths }: ResticSnapshot): Promise<Root> {
  const [path = '', ...others] = paths;
  const found = others.length === 0 ? await descend(trees, tree, partsOf(path), 'alone') : undefined;
  return found ?? { tree };
}

const partsOf = (path: string) => path.split('/').filter((part) => part !== '' && part !== '.');

/** Undefined when there is no such folder, or another name beside one that is to be alone. */
async function descend(trees: Trees, tree: string, parts: string[], beside: 'alone' | 'any' = 'any') {
  let root: Root = { tree };
  for (const part of parts) {
    const nodes = await readTree(trees, root.tree);
    const node: Node | undefined = nodes.find(({ name }) => name === part);
    if (!node?.subtree || (beside === 'alone' && nodes.length > 1)) return undefined;
    root = { tree: node.subtree, node };
  }
  return root;
}
