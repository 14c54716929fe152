import * as z from 'zod';
import { kmsKeyStore } from '../../adapters/aws/key-store.ts';
import { stepFunctionsRuns } from '../../adapters/aws/runs.ts';
import { isTransient } from '../../core/base/errors.ts';
import type { Announcement } from '../../core/base/ports/clone-event.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { refusedEvent, startedEvent } from '../../core/reporting/announcement.ts';
import { startClone } from '../../core/serve/start/start-clone.ts';
import { aksTarget } from '../_shared/azure.ts';
import { backupsOf } from '../_shared/backup-place.ts';
import { required } from '../_shared/environment.ts';
import { memberOf } from '../_shared/member.ts';
import { notify } from '../_shared/notify.ts';
import { deployedRoutes } from '../_shared/routes.ts';
import { step } from '../_shared/step.ts';

const Input = z.object({
  route: z.string(),
  execution: z.object({ id: z.string(), name: z.string(), startTime: z.string() }),
  request: z.unknown(),
});

/** Disks of Azure have none of AWS. */
const NO_KEY = { arn: '', enabled: true, customerManaged: false };

const CHECKS = {
  checkSource: async (clone: Clone) => void (await memberOf(clone, 'source')),
  resolveTargetKey: async (clone: Clone) => {
    const session = await memberOf(clone, 'target');
    if (aksTarget(clone.route)) return NO_KEY;
    return kmsKeyStore(session).describeKey(clone.route.target.kmsKeyArn);
  },
};

/**
 * Checks the whole request at once, checks who answers on both sides, and takes the lock on the target's namespaces.
 * A refused run has no report, so this step notifies of it too.
 */
export const handler = step('start-clone', Input, async (input, tools) => {
  const routes = deployedRoutes();
  try {
    const runs = stepFunctionsRuns({ prefix: required('KUBEFERRY_STATES') });
    const { store, now } = tools;
    const announce = (announcement: Announcement) => notify(announcement, tools);
    const clone = await startClone(routes, input, { store, now, runs, announce, backups: backupsOf, ...CHECKS });
    if (!clone.notDue) await announce(startedEvent(clone));
    return clone;
  } catch (error) {
    const { name, message } = error as Error;
    const refused = { cloneId: input.execution.name, route: input.route, error: name, sentence: message };
    if (!isTransient(error)) await notify(refusedEvent(refused), tools);
    throw error;
  }
});
