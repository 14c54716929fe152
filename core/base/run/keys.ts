/**
 * Whole objects, with whatever Secrets hold: of the source for a plan and for a run, as they are applied, as a
 * refresh found them, as a capture keeps them, and as a backup has them; and the passwords of what movers write. They lie apart from all other records, under a key of their own.
 */
export const EXPORT_KINDS = ['plan', 'source', 'translated', 'former', 'capture', 'backup', 'mover'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];
export const EXPORTS = 'exports/';
export const exportsKey = (kind: ExportKind) => `${EXPORTS}${kind}/`;

/** The steps of a roll-back that may leave something to others, each with a record of its own. */
export const KEPT_BY = ['objects', 'volumes', 'snapshots', 'lineage', 'cluster', 'handed-over'] as const;
export type KeptBy = (typeof KEPT_BY)[number];

/** What Jobs in a source write with rights for a run and a claim, and no others. */
export const MOVED = 'moved/';

/** A list of objects with their changes: shards, and `facets.json`, which counts them. */
export interface ObjectListKeys {
  objects: string;
  facets: string;
}
const listOf = (folder: string): ObjectListKeys => ({ objects: `${folder}/objects/`, facets: `${folder}/facets.json` });
/** A claim as a part of a key; a namespace has no dots, so that no two claims have the same. */
const file = (claim: string) => claim.replaceAll('/', '.');

/** Where a run keeps what in the object store: the one place that knows the layout. */
export const keysOf = (cloneId: string) => {
  const root = `clones/${cloneId}`;
  const exported = (kind: ExportKind) => `${exportsKey(kind)}${cloneId}/`;
  return {
    root,
    /** Whose records these are: the execution that took the name first. */
    owner: `${root}/owner.json`,
    clone: `${root}/clone.json`,
    /** Who asked for the run through the API. */
    asked: `${root}/asked.json`,
    request: `${root}/request.json`,
    failures: `${root}/failures/`,
    allTimes: `${root}/times/`,
    /** Of one step on one subject: a volume, a wave, a stage. */
    times: (step: string, subject: string) => `${root}/times/${step}/${file(subject) || 'run'}/`,
    closed: `${root}/closed.json`,
    /** When the run entered its clusters last. */
    entered: `${root}/entered.json`,
    plan: `${root}/plan.json`,
    /** How big the plan is: what a list of runs says of each. */
    size: `${root}/size.json`,
    /** What a run waits for, the plan that it is about, and who approved it. */
    question: `${root}/approval/question.json`,
    planToApprove: `${root}/approval/plan.json`,
    approval: `${root}/approval/approval.json`,
    planIndex: `${root}/plan/index.json`,
    /** How far an export is that takes more than one invocation: see core/plan/export/export-so-far.ts. */
    planExportSoFar: `${root}/plan/export-so-far.json`,
    exportSoFar: `${root}/export-so-far.json`,
    /** Each object of the plan with every field that changes, and how many there are of what. */
    planObjects: listOf(`${root}/plan`),
    planExport: exported('plan'),
    /** Digests of what a plan applies, by the hash over all of them. */
    contents: (hash: string) => `${root}/contents/${hash}/`,
    /** What the capture found otherwise than the plan. */
    sincePlan: `${root}/since-plan.json`,
    export: exported('source'),
    /** What a capture keeps: its objects, in which shards they are, and where its snapshots are. */
    captured: exported('capture'),
    capturedPlaces: `${root}/captured-places.json`,
    capture: `${root}/capture.json`,
    /** What a Job of the run copies in the source: see core/execute/movers/move-files.ts. */
    movers: `${root}/movers/`,
    mover: (claim: string) => `${root}/movers/${file(claim)}.json`,
    moverPasswords: exported('mover'),
    moverPassword: (claim: string) => `${exported('mover')}${file(claim)}`,
    /** The repositories of restic that such Jobs fill. */
    moved: `${MOVED}${cloneId}/`,
    movedFiles: (claim: string) => `${MOVED}${cloneId}/${file(claim)}`,
    /** The objects of the Velero backup that the run clones from, and what is known of it. */
    unpacked: exported('backup'),
    backup: `${root}/backup.json`,
    index: `${root}/index.json`,
    /** The target cluster that the run makes, as planned, and what came of it. */
    newCluster: `${root}/cluster.json`,
    madeCluster: `${root}/cluster-made.json`,
    targetFacts: `${root}/target.json`,
    sourceFacts: `${root}/source.json`,
    quiesced: `${root}/quiesced.json`,
    /** The rounds of a migration, and who has approved its cut-over: see core/base/run/rounds.ts. */
    rounds: `${root}/rounds.json`,
    cutOverApproval: `${root}/approval/cut-over.json`,
    /** The snapshot in the target that a round has made of a claim. */
    copied: (claim: string) => `${root}/copied/${file(claim)}.json`,
    /** Which snapshots EC2 was asked for, and what it answered: see core/execute/volumes/asked.ts. */
    askedSnapshots: `${root}/asked/source.json`,
    askedCopy: (claim: string) => `${root}/asked/target/${file(claim)}.json`,
    /** What the source had of a volume that is handed over: see core/execute/handing/handed-over.ts. */
    handedOver: (claim: string) => `${root}/ledger/handed-over/${file(claim)}.json`,
    allHandedOver: `${root}/ledger/handed-over/`,
    volumes: `${root}/volumes.jsonl`,
    volume: (claim: string) => `${root}/volumes/${file(claim)}.json`,
    /** One for each volume that was verified. */
    verifiedVolumes: `${root}/volumes/`,
    /** How far the volumes under way are: see core/execute/progress/marks.ts. */
    progress: `${root}/progress/`,
    /** What the snapshots at the source wait for, before there is a volume to follow: see core/execute/progress/waits.ts. */
    snapshotsWait: `${root}/progress/snapshots-wait.json`,
    progressOf: (claim: string) => `${root}/progress/${file(claim)}/`,
    /** How much data the source's snapshot holds: for the report of the cost. */
    snapshotSize: (claim: string) => `${root}/sizes/${file(claim)}.json`,
    /** That the Region had no initialization rate left for a volume: it is filled as it is read. */
    unfilled: (claim: string) => `${root}/unfilled/${file(claim)}.json`,
    /** The blocks that were listed so far, where one invocation does not come to their end. */
    survey: (claim: string) => `${root}/surveys/${file(claim)}.json`,
    /** How the blocks of a volume are copied, decided once: see core/execute/volumes/block-way.ts. */
    blockWay: (claim: string) => `${root}/block-ways/${file(claim)}.json`,
    /** The image that the files of a repository are laid out as: see core/execute/images/lay-out-image.ts. */
    images: `${root}/images/`,
    image: (claim: string) => `${root}/images/${file(claim)}/`,
    segments: (claim: string) => `${root}/segments/${file(claim)}.jsonl`,
    digests: (claim: string, number: number) => `${root}/digests/${file(claim)}/${String(number).padStart(6, '0')}`,
    digestsOf: (claim: string) => `${root}/digests/${file(claim)}/`,
    /** That every block is in the target's snapshot, which is being sealed: from here on it takes none. */
    seal: (claim: string) => `${root}/seals/${file(claim)}.json`,
    /** What is compared of a volume's copy with its source, and how far that is: see core/execute/proof/. */
    proof: (claim: string) => `${root}/proofs/${file(claim)}.json`,
    proofSegments: (claim: string) => `${root}/proofs/${file(claim)}.jsonl`,
    provenSegment: (claim: string, number: number) =>
      `${root}/proofs/${file(claim)}/${String(number).padStart(6, '0')}.json`,
    provenSegments: (claim: string) => `${root}/proofs/${file(claim)}/`,
    allTranslated: exported('translated'),
    translated: (stage: string, wave: string) => `${exported('translated')}${stage}/${wave}/`,
    translations: (stage: string) => `${root}/translations/${stage}/`,
    applied: `${root}/applied/`,
    ledger: `${root}/ledger/`,
    /** Which objects get which owners once a wave is there, and what came of that: see core/execute/owners/. */
    owners: (wave: string) => `${root}/owners/${wave}/`,
    pointed: `${root}/ledger/owners/`,
    /** Snapshots and volumes of one step: what it was about to make for a claim, and the ids of what it has made. */
    intended: (step: string) => `${root}/ledger/ebs/${step}/intended/`,
    made: (step: string) => `${root}/ledger/ebs/${step}/made/`,
    intent: (step: string, claim: string) => `${root}/ledger/ebs/${step}/intended/${file(claim)}.json`,
    madeThing: (step: string, id: string) => `${root}/ledger/ebs/${step}/made/${id}.json`,
    /** What the roll-back has left, since others have something in it, by the step that left it. */
    kept: (by: KeptBy) => `${root}/kept/${by}.json`,
    /** What is kept of volumes that were handed over: see core/execute/handing/safety-snapshots.ts. */
    safetySnapshots: `${root}/safety-snapshots.json`,
    /** How the Jobs of the masking ended, or how far they are: see core/execute/masking/settle-masking.ts. */
    masking: `${root}/masking.json`,
    /** Written when the clone has been compared with the plan and found good. */
    verified: `${root}/verified.json`,
    /** What the fields that were applied held then, as digests: see core/execute/apply/left-fields.ts. */
    left: `${root}/left/`,
    /** Of a clone that a later one refreshes: by which run. */
    superseded: `${root}/superseded.json`,
    /** What a refreshing run knows of the clones that it takes the place of. */
    former: {
      plan: `${root}/former/plan.json`,
      members: `${root}/former/members.json`,
      parked: `${root}/former/parked.json`,
      objects: exported('former'),
      /** That a shard of them is back as it was, by its key. */
      putBack: (key: string) => `${root}/former/put-back/${key.slice(exported('former').length)}.json`,
      restored: `${root}/former/restored.json`,
      retired: `${root}/former/retired.json`,
    },
    report: `${root}/report.json`,
    /** The same of what the run did, with what came of each object. */
    reportObjects: listOf(`${root}/report`),
    reportPage: `${root}/report.html`,
    /** What the run did, chained and signed, and the public key that it can be verified with. */
    evidence: `${root}/evidence.json`,
    evidenceKey: `${root}/evidence.pem`,
    /** What somebody found who checked the clone later; ISO 8601, without the colons that some tools take for something else. */
    check: (at: string) => `${root}/checks/${at.replaceAll(':', '')}.json`,
  };
};

/** The key of all digests of contents: one for the installation. */
export const DIGEST_KEY = 'digests/key.json';

/** Which run made a plan of that hash. */
export const plannedKey = (hash: string) => `plans/${hash}.json`;

/** What the source of a route had at the latest look; for a while. */
export const surveyKey = (route: string) => `surveys/${route}.json`;

/** The locks on the namespaces of one cluster, in one record. */
export const lockKey = ({ account, region, cluster }: { account: string; region: string; cluster: string }) =>
  `locks/${account}/${region}/${cluster}.json`;

/** The runs that have shared a snapshot of others with an account. */
export const shareKey = (place: { account: string; region: string }, snapshotId: string, withAccount: string) =>
  `shares/${place.account}/${place.region}/${snapshotId}/${withAccount}.json`;
/** What is kept of the claims of a route, so that their next clone moves only what has changed: see core/base/run/lineage.ts. */
export const lineagesKey = (route: string) => `lineages/${route}/`;
export const lineageKey = (route: string, claim: string) => `${lineagesKey(route)}${file(claim)}.json`;

/** The captures of one cluster, in one record: which there are, and which runs use them. */
export const capturesKey = ({ account, region, cluster }: { account: string; region: string; cluster: string }) =>
  `captures/${account}/${region}/${cluster}.json`;

/** What the runs of a route have cost that ended in a month, such as 2026-11: see core/reporting/cost/cost-entries.ts. */
export const costsKey = (route: string, month: string) => `costs/${route}/${month}/`;

/** Which run of a schedule waits for the one before it. */
export const waitingKey = (route: string, schedule: string) => `locks/waiting/${route}/${schedule}.json`;

/** Which clone is in a namespace of a target. */
export const targetKey = (place: { account: string; region: string; cluster: string }, namespace: string) =>
  `targets/${place.account}/${place.region}/${place.cluster}/${namespace}.json`;

/** Who has one scheduled time of a schedule. Keys have no colons, which some tools take for something else. */
export const deliveryKey = (route: string, schedule: string, scheduledTime: string) =>
  `${deliveriesKey(route, schedule)}${scheduledTime.replaceAll(':', '')}.json`;

/** All times of one schedule, in order. */
export const deliveriesKey = (route: string, schedule: string) => `schedules/${route}/${schedule}/`;

/** ISO 8601. */
export const timeOfDelivery = (key: string) =>
  (key.split('/').at(-1) ?? '').replace(/T(\d\d)(\d\d)(\d\d.*)\.json$/, 'T$1:$2:$3');

/** Clones with a time to live, in the order in which it ends. */
export const EXPIRIES = 'expiries/';

export const expiryKey = (expiresAt: string, cloneId: string) =>
  `${EXPIRIES}${expiresAt.replaceAll(':', '')}/${cloneId}.json`;

/** Milliseconds since the epoch. */
export function timeOfExpiry(key: string): number {
  const [, time = ''] = key.split('/');
  return Date.parse(time.replace(/T(\d\d)(\d\d)(\d\d)Z$/, 'T$1:$2:$3Z'));
}

/** What the runs that are in one cluster in one role share: who is in, and how the first of them found the access entry. */
export const accessKey = (
  side: 'source' | 'target',
  { account, region, cluster }: { account: string; region: string; cluster: string },
) => `access/${account}/${region}/${cluster}/${side}.json`;
