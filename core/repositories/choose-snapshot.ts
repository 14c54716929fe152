import { KubeferryError } from '../base/errors.ts';
import type { SnapshotWish } from '../base/ports/file-repository.ts';

/** What a choice goes by. */
export interface SnapshotFacts {
  id: string;
  /** ISO 8601, of any offset. */
  time: string;
  host: string;
  tags: string[];
  paths: string[];
}

const SHOWN = 5;

/** The newest snapshot that has all that is wished for. Throws NotFound with the newest ones that there are. */
export function chooseSnapshot<T extends SnapshotFacts>(snapshots: readonly T[], wish: SnapshotWish): T {
  const newestFirst = [...snapshots].sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
  const found = newestFirst.find((snapshot) => fits(snapshot, wish));
  if (found) return found;
  const named = Object.entries(wish).map(([name, value]) => `${name} "${value}"`);
  const there = newestFirst.slice(0, SHOWN).map(sayFacts);
  throw new KubeferryError(
    'NotFound',
    `The repository has no snapshot${named.length > 0 ? ` of ${named.join(', ')}` : ''}. ` +
      (there.length > 0 ? `Its newest are: ${there.join('; ')}.` : 'It has none at all: was anything backed up yet?'),
  );
}

const fits = ({ id, host, tags, paths }: SnapshotFacts, wish: SnapshotWish) =>
  (wish.snapshot === undefined || wish.snapshot === 'latest' || id.startsWith(wish.snapshot)) &&
  (wish.host === undefined || host === wish.host) &&
  (wish.tag === undefined || tags.includes(wish.tag)) &&
  (wish.path === undefined || paths.some((path) => isWithin(wish.path ?? '', path)));

/** Whether a path is another, or lies below it. */
export const isWithin = (path: string, parent: string) =>
  path === parent || path.startsWith(parent.endsWith('/') ? parent : `${parent}/`);

const sayFacts = ({ id, time, host, tags, paths }: SnapshotFacts) =>
  [`${id.slice(0, 8)} of ${time}`, `host ${host}`, ...tags.map((tag) => `tag ${tag}`), paths.join(' ')].join(', ');
