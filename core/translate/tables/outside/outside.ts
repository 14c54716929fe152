import { BACKUPS } from './backups.ts';
import { DELIVERY } from './delivery.ts';
import { IMAGES } from './images.ts';
import { INFRASTRUCTURE } from './infrastructure.ts';
import { MESSAGING } from './messaging.ts';
import { NETWORK } from './network.ts';
import type { OutsideRow } from './row.ts';

/** What acts outside of its cluster, beside what rules of their own treat (jobs, load balancers, names, AWS ids). */
export const OUTSIDE: readonly OutsideRow[] = [
  ...INFRASTRUCTURE,
  ...BACKUPS,
  ...DELIVERY,
  ...MESSAGING,
  ...NETWORK,
  ...IMAGES,
];
