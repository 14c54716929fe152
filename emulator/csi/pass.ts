import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { Clock } from '../../time/clock.ts';
import type { EbsForCsi } from './ebs-for-csi.ts';
import type { Recorder } from './events.ts';
import type { Patience } from './patience.ts';
import type { View } from './view.ts';

export type EbsDriverName = 'ebs.csi.aws.com' | 'ebs.csi.eks.amazonaws.com';

export interface EbsCsiDriverOptions {
  /** As administrator. */
  api: ClusterApi;
  /** The community driver, or the one of EKS Auto Mode. */
  driver: EbsDriverName;
  clusterName: string;
  ec2: EbsForCsi;
  /** For times in objects. Passes follow each other in real time, whatever its speed. */
  clock: Clock;
}

/** What each part of a pass gets. */
export interface Pass extends EbsCsiDriverOptions {
  view: View;
  events: Recorder;
  patience: Patience;
  /** Volumes that EC2 is still making, or whose object could not be written yet: PV name -> volume id. */
  beingCreated: Map<string, string>;
}
