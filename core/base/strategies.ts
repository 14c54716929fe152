import type { Volume } from './ports/volume-storage.ts';
import { copyBlocks } from './strategies/copy-blocks.ts';
import { handOver } from './strategies/hand-over.ts';
import { keepSnapshot } from './strategies/keep-snapshot.ts';
import { shareAndCopy } from './strategies/share-and-copy.ts';
import { skip } from './strategies/skip.ts';
import { useSnapshot } from './strategies/use-snapshot.ts';
import { writeImage } from './strategies/write-image.ts';
import type { StrategyFacts, VolumeStrategy } from './strategy.ts';

/** Every way of a volume; of two that cost the same and take as long, `auto` takes the first. */
const TABLE = [useSnapshot, shareAndCopy, copyBlocks, writeImage, handOver, skip, keepSnapshot] as const;
export type Strategy = (typeof TABLE)[number]['name'];

export const STRATEGIES: readonly (VolumeStrategy & { readonly name: Strategy })[] = TABLE;
export const STRATEGY_NAMES: readonly Strategy[] = TABLE.map(({ name }) => name);

/** Those that a request may name. */
export const NAMEABLE: readonly Strategy[] = STRATEGIES.filter(({ asked }) => asked !== undefined).map(
  ({ name }) => name,
);

/** What a request may ask for: the cheapest of the table that can, or one by name. */
export const AUTO = 'auto';
export const ASKABLE = [AUTO, ...NAMEABLE] as const;
export type Askable = (typeof ASKABLE)[number];

/** The strategy of a claim whose data is not brought. */
export const WITHOUT_DATA: Strategy = skip.name;

/** The strategy of a claim that a capture keeps. */
export const KEPT: Strategy = keepSnapshot.name;

const BY_NAME = new Map<string | undefined, VolumeStrategy>(STRATEGIES.map((each) => [each.name, each]));

/** Throws on a name that is not in the table. */
export function strategyOf(name: Strategy): VolumeStrategy {
  const strategy = BY_NAME.get(name);
  if (!strategy) throw new Error(`No volume strategy is called "${name}"; there are ${STRATEGY_NAMES.join(', ')}.`);
  return strategy;
}

/** As plans and reports of any version have it: the name of a strategy, which may be one that this version does not know. */
interface Named {
  strategy?: string;
  /** Where the data is from a snapshot that exists already, or from a repository of files. */
  origin?: unknown;
}

/** Whether the claim gets the source's data. */
export const brings = ({ strategy }: Named) => BY_NAME.get(strategy)?.brings ?? true;

/** Whether a snapshot of the source volume is taken. */
export const takesSnapshot = ({ strategy, origin }: Named) =>
  origin === undefined && (BY_NAME.get(strategy)?.takesSnapshot ?? true);

/** Whether a volume is made in the target. */
export const makesVolume = ({ strategy }: Named) => BY_NAME.get(strategy)?.makesVolume ?? true;

/** Whether the target gets the very volume of the source. */
export const givesVolume = ({ strategy }: Named) => BY_NAME.get(strategy)?.givesVolume ?? false;

/** `auto shares and copies where the key allows it, and copies blocks where not` */
export function describeAuto(): string {
  const clauses = STRATEGIES.flatMap(({ auto }) => auto?.clause ?? []);
  return `${AUTO} ${[clauses.slice(0, -1).join(', '), clauses.at(-1)].join(', and ')}`;
}

/** A volume whose snapshot cannot leave its account. */
const BOUND: StrategyFacts = {
  volume: { encrypted: true } as Volume,
  key: { customerManaged: false, usableByTarget: false },
  source: { account: 'one', region: 'one' },
  target: { account: 'other', region: 'other' },
  cutOver: false,
};

/** Those that need no right of the target on the key of the source. */
export const UNHINDERED: readonly Strategy[] = STRATEGIES.filter(
  (each) => each.brings && !each.obstacle?.why(BOUND),
).map(({ name }) => name);

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"` */
export function sayStrategies(names: readonly Strategy[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ');
}
