import { z } from 'zod';
import { kmsKeyStore } from '../../adapters/aws/key-store.ts';
import { Route } from '../../core/clone/route.ts';
import { startClone } from '../../core/clone/start-clone.ts';
import { required } from '../_shared/environment.ts';
import { memberOf } from '../_shared/member.ts';
import { step } from '../_shared/step.ts';

const Input = z.object({
  route: z.string(),
  execution: z.object({ id: z.string(), name: z.string(), startTime: z.string() }),
  request: z.unknown(),
});

/** Checks the whole request at once, checks who answers on both sides, and takes the lock on the target's namespaces. */
export const handler = step('start-clone', Input, (input, { store }) => {
  const routes = z.array(Route).parse(JSON.parse(required('KUBEFERRY_ROUTES')));
  return startClone(routes, input, store, {
    checkSource: async (clone) => void (await memberOf(clone, 'source')),
    resolveTargetKey: async (clone) => {
      const session = await memberOf(clone, 'target');
      return kmsKeyStore(session).describeKey(clone.route.target.kmsKeyArn);
    },
  });
});
