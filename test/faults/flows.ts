import { isDeepStrictEqual } from 'node:util';
import { type Look, REQUEST, type Run, type World } from './world.ts';

/** How things stand: before the flow, when its run has ended, or when it has ended well. */
export interface Sight {
  look: Look;
  /** Of the clone. */
  contents: unknown[];
}

export interface Flow {
  name: string;
  /** Brings the cloud to where the flow begins; `standing` is the clone that is in place, if one is. Answers what stands then. */
  prepare(world: World, standing: string | undefined): Promise<string | undefined>;
  run(world: World, standing: string | undefined): Promise<Run>;
  /** Whether it came to its end. */
  isDone(now: Sight, before: Sight, good: Sight): boolean;
}

/** Ids differ from run to run, so the accounts are compared by what they hold how many of. */
const arrived = (now: Sight, before: Sight, good: Sight) =>
  now.look.accounts.length === good.look.accounts.length &&
  isDeepStrictEqual(now.contents, good.contents) &&
  isDeepStrictEqual(now.look.source, before.look.source);

const removed = async (world: World, standing: string | undefined) => {
  if (standing !== undefined) await world.command('rollback', standing);
  return undefined;
};
const inPlace = async (world: World, standing: string | undefined, request?: object) =>
  standing ?? (await world.clone(request)).id;

const cloning = (name: string, request: object): Flow => ({
  name,
  prepare: removed,
  run: (world) => world.clone(request),
  isDone: arrived,
});

const NIGHTLY = { ...REQUEST, onConflict: 'refresh' };

export const FLOWS: readonly Flow[] = [
  cloning('clone', REQUEST),
  cloning('migrate', { ...REQUEST, profile: 'migrate' }),
  {
    name: 'refresh',
    prepare: (world, standing) => inPlace(world, standing, NIGHTLY),
    run: (world) => world.clone(NIGHTLY),
    // The former clone looks like the new one, but for its volumes.
    isDone: (now, before, good) =>
      arrived(now, before, good) && !isDeepStrictEqual(now.look.accounts, before.look.accounts),
  },
  {
    name: 'roll-back',
    prepare: (world, standing) => inPlace(world, standing),
    run: (world, standing) => world.command('rollback', standing!),
    isDone: (now, _, good) => isDeepStrictEqual(now.look, good.look),
  },
];
