import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { SourceKey } from '../../base/strategy.ts';
import type { ClusterFacts, SourceIndex } from '../../translate/context.ts';
import type { FoundFiles } from '../origins/find-files.ts';
import type { FoundOrigins } from '../origins/find-origins.ts';
import type { HeldVolumes } from '../origins/held-volumes.ts';
import type { Plan } from '../plan.ts';
import type { Proofs } from './belongs-to-cluster.ts';
import type { Known } from './read-lineages.ts';

/** All that the choice of each volume's way follows from. */
export interface VolumeFacts {
  clone: Clone;
  request: Request;
  index: SourceIndex;
  source: ClusterFacts;
  target: ClusterFacts;
  /** Source volume id -> what EC2 says of it. */
  volumes: ReadonlyMap<string, Volume>;
  /** Of the claims that the request has an origin for. */
  origins?: FoundOrigins;
  files?: FoundFiles;
  held?: HeldVolumes | undefined;
  /** Id of an instance that volumes are attached to -> its tags. */
  instances: Proofs['instances'];
  /** Source key ARN -> what is known of it. */
  keys: ReadonlyMap<string, SourceKey>;
  /** Claim -> why its volume cannot be taken from the source: of those that are to be, see may-hand-over.ts. */
  uses?: ReadonlyMap<string, string>;
  /** Claim -> what is there of its volume already. */
  known?: ReadonlyMap<string, Known>;
  /** The plan that the run is bound to, where it is made again: see core/plan/approval/bond.ts. */
  before?: Pick<Plan, 'volumes'> | undefined;
  /** Source class -> target class, as the rules map it. */
  targetClassOf: (sourceClass: string) => string | undefined;
  /** Source class -> the driver that attaches its volumes in the target, whether its class is there or is copied. */
  targetDriverOf: (sourceClass: string) => string;
}
