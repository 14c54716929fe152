import { volumesOfClaims } from '../../cli/demo/disks.ts';
import { contentsOf } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

/** The request of a team that clones into the same namespace every night. */
const REQUEST = {
  ...into('night'),
  onConflict: 'refresh',
  ttl: '3d',
  volumes: { claims: { 'small/files': 'copy-blocks' } },
};
const CLAIMS = ['data-db-0', 'files'];
/** Where each night leaves its mark on a volume, and how long a mark is. */
const MARK = { at: 1024, bytes: 9 };

export interface Nightly {
  small: SmallCloud;
  /** Clones, or refreshes, and answers how it ended. */
  run(): ReturnType<SmallCloud['clone']>;
  /** Changes the data at the source. */
  mark(text: string): void;
  /** The marks under the claims of the target. */
  marks(): Promise<string[]>;
  /** Ids of the EBS volumes of the target account that belong to a clone. */
  volumes(): string[];
  /** What EBS had to move for each copy that the target still has, the latest last. */
  copied(): unknown[];
  /** All that a night may change in the target. */
  look(): Promise<unknown[]>;
  /** Times at which something of a clone is removed again. */
  expiries(): string[];
  /** Each of these functions dies once after it has done its work, and is called again. */
  killOnce(...steps: string[]): void;
  /** The next run finds that its clone is not right. */
  failVerification(): void;
}

/** A cloud of its own in which the first night's clone is in place. */
export const startNightly = async (...how: Parameters<typeof startSmallCloud>): Promise<Nightly> =>
  nightlyOn(await startSmallCloud(...how));

/** Brings the first night's clone into place. */
export async function nightlyOn(small: SmallCloud): Promise<Nightly> {
  const { ec2, accounts } = small.cloud;
  const inTarget = () => [...ec2.place(accounts.target.id, accounts.target.region).volumes.keys()].toSorted();
  const others = inTarget();
  const atSource = await volumesOfClaims(small.source);
  const nightly: Nightly = {
    small,
    run: () => small.clone(REQUEST),
    mark: (text) => {
      for (const claim of CLAIMS) ec2.writeVolume(atSource.get(`small/${claim}`)!, MARK.at, Buffer.from(text));
    },
    marks: async () => {
      const volumes = await volumesOfClaims(small.target);
      return CLAIMS.map((claim) => ec2.readVolume(volumes.get(`night/${claim}`)!, MARK.at, MARK.bytes).toString());
    },
    volumes: () => inTarget().filter((id) => !others.includes(id)),
    copied: () =>
      [...ec2.place(accounts.target.id, accounts.target.region).snapshots.values()]
        .toSorted((a, b) => a.startedAt - b.startedAt)
        .flatMap(({ copied }) => copied ?? []),
    look: async () => [await contentsOf(small.target, 'night'), nightly.volumes(), await nightly.marks()],
    expiries: () => small.cloud.inventory().filter((line) => line.includes('/expiries/')),
    killOnce: (...steps) => {
      for (const step of steps) small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
    },
    failVerification: () => {
      const effect = { kind: 'error', code: 'VerificationFailed', message: 'injected' } as const;
      small.cloud.addFault({ on: 'lambda:verify-clone', nth: 1, effect });
    },
  };
  const first = await nightly.run();
  if (first.status !== 'SUCCEEDED') throw new Error(`The first night failed: ${first.cause}`);
  return nightly;
}
