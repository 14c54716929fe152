import type { Volume } from './ports/volume-storage.ts';
import type { Proof } from './request/proof.ts';

/** What is known of the key that encrypts a source volume. */
export interface SourceKey {
  /** False for `aws/ebs`. */
  customerManaged: boolean;
  usableByTarget: boolean;
  /** Whether its policy keeps the role of the source out, too. */
  refusedToSource?: true;
  /** The state that keeps everybody from using it, such as `PendingDeletion`. */
  unusable?: string;
}

interface Home {
  account: string;
  region: string;
  /** Whose disks it has; `aws` when left out. */
  cloud?: 'aws' | 'azure';
}

/** What a strategy may look at of a volume that the target is to get itself. */
export interface HandingOver {
  /** The route allows it. */
  allowed: boolean;
  /** Where nodes of the target may attach the claim's volume; '' for nowhere. */
  zone: string;
  /** What else stands in the way, as a clause. */
  obstacle?: string;
}

/** What a strategy may look at to say whether it can bring a volume to the target. */
export interface StrategyFacts {
  volume: Volume;
  /** Of an encrypted volume. */
  key: SourceKey | undefined;
  source: Home;
  target: Home;
  /** The source stays at zero once the clone is verified. */
  cutOver: boolean;
  /** Of the claim at the source; a request may name a strategy for it. */
  storageClass?: string;
  /** GiB that a strategy would move of it: by the snapshots that there are, and by what an earlier clone has brought. Its size where nothing is known. */
  moves?(strategy: string): number;
  /** Absent where nobody looked: then it cannot be. */
  handingOver?: HandingOver;
}

/** A strategy that was not chosen, and why, as a clause. */
export interface Passed {
  strategy: string;
  why: string;
}

/** What is used to bring one volume, in the units that AWS counts; control plane aside. */
export interface VolumeUsage {
  /** Between Regions. */
  transferGiB: number;
  /** GiB of data in snapshots, each for as long as it was kept. */
  snapshotGiBHours: number;
  /** Calls of the EBS direct APIs. */
  blocksRead: number;
  blocksWritten: number;
  blockListings: number;
  /** What EC2 takes for a copy that is to be complete in time. */
  timedCopyDollars: number;
}

export interface BroughtVolume {
  /** GiB of data that are moved: the whole volume where nobody knows how much of it is written. */
  gibibytes: number;
  crossesRegions: boolean;
  /** From the snapshot at the source to the clean-up. */
  hours: number;
  /** In how many minutes EC2 is to complete its copy. */
  completionMinutes?: number | undefined;
}

/** What a machine compares of a copy: blocks that are listed on one side alone, or all of them. */
export const COMPARED = ['lists', 'blocks'] as const;
export type Compared = (typeof COMPARED)[number];

/** What a strategy does for a proof that is asked for. */
export interface Proving {
  /** Absent where the way of the data is the proof already, or where there is nothing to compare. */
  compares?: Compared;
  /** For the plan, the report and the documents. */
  says: string;
}

/** How `statemachines/copy-volume.asl.json` brings a volume. */
export interface StrategySteps {
  /** Its states between the snapshot at the source and what all strategies have in common, in turn. */
  states: readonly string[];
  /** Calls of functions for one volume, from awaiting its snapshot to verifying it, each once. */
  calls(gibibytes: number): number;
  /** Seconds times memory of its functions beside what any call takes. */
  gibibyteSeconds?(gibibytes: number): number;
  /** The machine of its own: transitions that call no function, and the function that it calls first. */
  machine?: { transitions: number; begins: string };
  /** What tells how far the copy is: the snapshot in the target as EC2 counts it, or the segments that are done. */
  progress: 'snapshot' | 'segments';
}

/**
 * One way in which the data of a claim gets to the target. Request, plan, estimate, cost, progress, report, permissions and
 * documents are fed by it, so that none of them knows a strategy by name.
 */
export interface VolumeStrategy {
  /** As a request and a plan say it. */
  readonly name: string;
  /** For people, as docs/request.md has them: what it does, and what it needs. */
  readonly does: string;
  readonly needs: string;
  /** The claim of the target gets the source's data. */
  readonly brings: boolean;
  /** A snapshot of the source volume is taken for it. */
  readonly takesSnapshot: boolean;
  /** A volume is made in the target. */
  readonly makesVolume: boolean;
  /** The very volume of the source becomes the target's: it is none that the run has made, and so is never removed with it. */
  readonly givesVolume?: true;
  /** EC2 copies for it, which may be asked to do so in time. */
  readonly timed?: true;
  /** GiB of data that it moves in a minute; absent where none is moved. */
  readonly pace?: number;
  /**
   * When it cannot bring a volume: `refusal` ends "Volume vol-1 …", and `why` says it of one, or is undefined where it can. Absent where it always can.
   * `statement` is what to add to the policy of the key where that would remove it.
   */
  readonly obstacle?: {
    readonly refusal: string;
    why(facts: StrategyFacts): string | undefined;
    statement?(facts: StrategyFacts): string | undefined;
  };
  /**
   * How `auto` comes to it; absent where only a request chooses it. `clause` follows "auto" in
   * the request's description; `because` is the reason in the plan, and gets the strategies that could not.
   */
  readonly auto?: { readonly clause: string; because(facts: StrategyFacts, passed: readonly Passed[]): string };
  /** The reason in the plan where the request names it; absent where no request can. */
  readonly asked?: string;
  /**
   * It can move only what has changed since an earlier clone; absent where it cannot. `obstacle` says why not after a clone
   * by that strategy, as a clause.
   */
  readonly continues?: { obstacle?(earlier: string): string | undefined };
  /** For the GiB that are moved: all data, or what has changed. */
  usage(volume: BroughtVolume): Partial<VolumeUsage>;
  /** Absent where nothing is brought. */
  readonly steps?: StrategySteps;
  /** Policies of the members' roles that it needs, by their names in lib/member-policies.ts. */
  readonly permissions: { readonly source: readonly string[]; readonly target: readonly string[] };
  /** What it does for each proof that a route or a request asks for; absent where nothing is brought. */
  readonly proofs?: Readonly<Record<Proof, Proving>>;
  /** What the report says of a volume that was verified, or of one that is not brought. */
  readonly proof: string;
}

/** What each copy uses: the data once between Regions, and a snapshot of it on each side. */
export const copyUsage = ({ gibibytes, crossesRegions, hours }: BroughtVolume) => ({
  transferGiB: crossesRegions ? gibibytes : 0,
  snapshotGiBHours: 2 * gibibytes * hours,
});

const LISTS =
  'the lists of written blocks of both snapshots are compared; a block that only one of them has must be all zeros';
const READ = 'each block is read on both sides, and compared by its SHA-256';

/** Of a copy that kubeferry makes itself: EBS has compared each block with the digest that it was read with. */
export const PROOFS_OF_OWN_COPIES = {
  listing: { compares: 'lists', says: LISTS },
  checksums: {
    compares: 'lists',
    says: `${LISTS}; each block was put with the SHA-256 that it was read with, which EBS has compared, so that none is read twice`,
  },
  full: { compares: 'blocks', says: READ },
} as const satisfies Record<Proof, Proving>;

/** Of a copy that EBS makes: CopySnapshot tells no digest of anything. */
export const PROOFS_OF_COPIES_BY_EBS = {
  listing: { compares: 'lists', says: LISTS },
  checksums: { compares: 'blocks', says: `EBS tells no digests of its copies, so ${READ}` },
  full: { compares: 'blocks', says: READ },
} as const satisfies Record<Proof, Proving>;

const SAME = { says: 'there is one snapshot for both sides, so that there is nothing to compare' };

/** Where the volume is made of the source's own snapshot. */
export const PROOFS_OF_ONE_SNAPSHOT = { listing: SAME, checksums: SAME, full: SAME } as const satisfies Record<
  Proof,
  Proving
>;
