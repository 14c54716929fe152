import { randomBytes } from 'node:crypto';
import { endpointOf } from '../../adapters/aws/clients.ts';
import { moverSession } from '../../adapters/aws/mover-session.ts';
import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { sessionOf } from '../../core/base/run/names.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { resumeSource } from '../../core/execute/capture/resume-source.ts';
import { moveFiles, movingOf } from '../../core/execute/movers/move-files.ts';
import { comesBackEarly } from '../../core/plan/movers/comes-back-early.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { required } from '../_shared/environment.ts';
import { openMoved } from '../_shared/moved-files.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Makes the Jobs that copy files in the source, and looks how they stand; called again until all have succeeded. */
export const handler = step('move-files', WithClone, async ({ clone }, { store, now, stillOn }) => {
  const plan = await readRecord<Plan>(store, keysOf(clone.cloneId).plan, 'plan-clone');
  const moving = movingOf(plan.volumes);
  if (moving.length === 0) return { moved: 0 };
  const { api } = await openCluster(clone, 'source');
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const comeBack = async () => void (await resumeSource(async () => api, store, clone.cloneId));
  const region = required('AWS_REGION');
  const bucket = required('KUBEFERRY_BUCKET');
  const place = { roleArn: required('KUBEFERRY_MOVER_ROLE'), bucket, region };
  const { href } = endpointOf('s3', region);
  const tools = {
    api,
    store,
    now,
    stillOn,
    region,
    comeBack: comesBackEarly(request, plan.volumes) ? comeBack : undefined,
    newPassword: () => randomBytes(32).toString('hex'),
    openSession: (prefix: string) => moverSession(place, prefix, sessionOf('mover', clone.cloneId)),
    openMoved: (prefix: string, password: string) => openMoved({ bucket, region, prefix }, password),
    urlOf: (prefix: string) => `s3:${href}${bucket}/${prefix}`,
  };
  return moveFiles(tools, clone, moving);
});
