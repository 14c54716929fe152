import { checkAccessMode } from './checks/access-mode.ts';
import { checkBackups } from './checks/backups.ts';
import { checkCluster } from './checks/cluster.ts';
import { checkConcurrency } from './checks/concurrency.ts';
import { checkDefaultClass } from './checks/default-class.ts';
import { checkDriver } from './checks/driver.ts';
import { checkEntry } from './checks/entry.ts';
import { checkExpired } from './checks/expired.ts';
import { checkHandOver } from './checks/hand-over.ts';
import { checkKey } from './checks/key.ts';
import { checkKeyPolicy } from './checks/key-policy.ts';
import { checkQuotas } from './checks/quotas.ts';
import { checkRepositories } from './checks/repositories.ts';
import { checkRights } from './checks/rights.ts';
import { checkRole } from './checks/role.ts';
import { checkRouteStack } from './checks/route-stack.ts';
import { checkSchedules } from './checks/schedules.ts';
import { checkStack } from './checks/stack.ts';
import { checkVersions } from './checks/versions.ts';
import { SIDES } from './facts.ts';
import type { EndCheck, RouteCheck } from './kinds-of-checks.ts';

const atBothEnds =
  (check: EndCheck): RouteCheck =>
  (route, facts) =>
    SIDES.flatMap((side) => check(side, route, facts));

/** THE list: the ends first, in the order in which one stands on the other, then what lies around. */
export const CHECKS: readonly RouteCheck[] = [
  checkRouteStack,
  atBothEnds(checkRole),
  atBothEnds(checkStack),
  atBothEnds(checkCluster),
  atBothEnds(checkAccessMode),
  atBothEnds(checkEntry),
  atBothEnds(checkRights),
  checkHandOver,
  checkBackups,
  checkRepositories,
  checkVersions,
  checkKey,
  checkKeyPolicy,
  checkDriver,
  checkDefaultClass,
  checkQuotas,
  checkConcurrency,
  checkSchedules,
  checkExpired,
];
