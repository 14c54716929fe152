import { isDeepStrictEqual } from 'node:util';
import { BY_JOBS, type Look, OF_SHOP, REQUEST, type Run, type World } from './world.ts';

/** How things stand: before the flow, when its run has ended, or when it has ended well. */
export interface Sight {
  look: Look;
  /** Of the clone. */
  contents: unknown[];
  /** Of the source's namespace. */
  origin: unknown[];
}

/**
 * `zone`: both clusters are in one account and zone, on a route that may hand volumes over. `factory`: the source is none of EKS, on a
 * route that lets runs make Jobs there. `from-aks`, `to-aks`: one end is in Azure; `within-azure`: both are.
 */
export type Within = 'zone' | 'factory' | 'from-aks' | 'to-aks' | 'within-azure';

export interface Flow {
  name: string;
  /** The role with whose first call things begin to stand so that a failure may not do what it may do before. */
  turn?: string;
  /** In which cloud it takes place: one of two accounts where nothing is said. */
  within?: Within;
  /** The calls and roles that it is about, where the others are those of another flow. */
  about?: RegExp;
  /** Brings the cloud to where the flow begins; `standing` is the clone that is in place, if one is. Answers what stands then. */
  prepare(world: World, standing: string | undefined): Promise<string | undefined>;
  run(world: World, standing: string | undefined): Promise<Run>;
  /** What `run` asks the API for, where it is a run that people may stop. */
  request?: object;
  /** Whether the run has come so far that nothing may undo it, whatever fails. */
  stays?(world: World, run: Run): Promise<boolean>;
  /** Whether it came to its end. */
  isDone(now: Sight, before: Sight, good: Sight): boolean;
}

const IN_AZURE = /^(azure:|page-blobs:|sts:GetWebIdentityToken )/;

/** Ids differ from run to run, so the accounts are compared by what they hold how many of. */
const stands = (now: Sight, good: Sight) =>
  now.look.accounts.length === good.look.accounts.length && isDeepStrictEqual(now.contents, good.contents);
const arrived = (now: Sight, before: Sight, good: Sight) =>
  stands(now, good) && isDeepStrictEqual(now.look.source, before.look.source);

const removed = async (world: World, standing: string | undefined) => {
  if (standing !== undefined) await world.command('rollback', standing);
  return undefined;
};
const inPlace = async (world: World, standing: string | undefined, request?: object) =>
  standing ?? (await world.clone(request)).id;

const NIGHTLY = { ...REQUEST, onConflict: 'refresh' };
const MIGRATION = { ...REQUEST, migrate: {} };
const HANDING = { ...REQUEST, profile: 'migrate', cutOver: true, volumes: { strategy: 'hand-over' } };

export const FLOWS: readonly Flow[] = [
  { name: 'clone', prepare: removed, request: REQUEST, run: (world) => world.clone(), isDone: arrived },
  {
    name: 'migrate',
    turn: 'kubeferry-cut-over-source',
    prepare: removed,
    request: MIGRATION,
    run: (world) => world.clone(MIGRATION),
    stays: (world, { id }) => world.isCutOver(id),
    // The source stays at zero.
    isDone: (now, _, good) => stands(now, good) && isDeepStrictEqual(now.origin, good.origin),
  },
  {
    name: 'refresh',
    turn: 'kubeferry-park-former-clone',
    prepare: (world, standing) => inPlace(world, standing, NIGHTLY),
    request: NIGHTLY,
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
  {
    name: 'hand-over',
    within: 'zone',
    // A failure after it hands the volumes back.
    turn: 'kubeferry-hand-volumes-over',
    about:
      /-(hand-volumes-over|cut-over-source)$|(persistentvolumes|volumeattachments|DescribeVolumes) kubeferry-source/,
    prepare: removed,
    request: HANDING,
    run: (world) => world.clone(HANDING),
    stays: (world, { id }) => world.isCutOver(id),
    isDone: (now, _, good) => stands(now, good) && isDeepStrictEqual(now.origin, good.origin),
  },
  {
    name: 'hand-back',
    within: 'zone',
    turn: 'kubeferry-hand-volumes-back',
    about: /-hand-volumes-back$|(persistentvolumes|persistentvolumeclaims|DescribeVolumes) kubeferry-(source|target)/,
    prepare: (world, standing) => inPlace(world, standing, HANDING),
    run: (world, standing) => world.command('rollback', standing!),
    isDone: (now, _, good) => isDeepStrictEqual(now.look, good.look),
  },
  {
    name: 'jobs',
    within: 'factory',
    about:
      /^kubernetes:(create|patch|delete)-\S+ kubeferry-source|kubeferry-(mover|move-files|resume-source|snapshot-volumes|lay-out-image|copy-segment)$/,
    prepare: removed,
    request: BY_JOBS,
    run: (world) => world.clone(BY_JOBS),
    isDone: arrived,
  },
  {
    name: 'clone-from-azure',
    within: 'from-aks',
    about: IN_AZURE,
    prepare: removed,
    request: OF_SHOP,
    run: (world) => world.clone(OF_SHOP),
    isDone: arrived,
  },
  {
    name: 'clone-into-azure',
    within: 'to-aks',
    about: IN_AZURE,
    prepare: removed,
    request: REQUEST,
    run: (world) => world.clone(REQUEST),
    isDone: arrived,
  },
  {
    name: 'clone-within-azure',
    within: 'within-azure',
    about: IN_AZURE,
    prepare: removed,
    request: OF_SHOP,
    run: (world) => world.clone(OF_SHOP),
    isDone: arrived,
  },
];

export const flowsWithin = (within: Within | undefined) => FLOWS.filter((flow) => flow.within === within);
