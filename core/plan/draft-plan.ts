import { keepContents } from './contents/contents.ts';
import { type Decided, gatherFindings } from './gather-findings.ts';
import { boundRequest, headingOf } from './heading.ts';
import type { PlanInputs } from './inputs.ts';
import { beyondLimits } from './limits.ts';
import { earlyUsers } from './masking/early-users.ts';
import { planMasking } from './masking/plan-masking.ts';
import { askedRules, plannedRules } from './own-rules.ts';
import { pacedBy } from './pace/paced-by.ts';
import { volumesAtOnce } from './pace/plan-pace.ts';
import { tooSlow } from './pace/too-slow.ts';
import { type Plan, sealPlan } from './plan.ts';

/** Puts together what was decided, with all that is to be said of it; its sum, held against the route's limits, comes last. */
export async function draftPlan(inputs: PlanInputs, decided: Decided): Promise<Plan> {
  const { clone, request, store } = inputs;
  const { exported, cluster, target } = decided.sides;
  const { key, objects, drift } = decided.translated;
  const { refresh } = decided.met;
  const volumes = refresh?.volumes ?? decided.volumes.volumes;
  const { masking, findings } = planMasking(clone.route, request, decided.volumes.volumes, exported.index, target);
  const draft = {
    ...headingOf(clone, request, exported.namespaces),
    request: boundRequest(key, request),
    contents: await keepContents(store, clone.cloneId, objects.contents),
    objects: objects.objects,
    ...plannedRules(askedRules(request)),
    volumes,
    ...(await pacedBy(inputs, volumes)),
    ...(cluster.plan ? { cluster: { ...cluster.plan, nodePools: objects.nodePools } } : {}),
    ...(refresh ? { refresh: refresh.refresh } : {}),
    ...(drift ? { drift: drift.drift } : {}),
    ...(masking ? { masking } : {}),
    ...(exported.taken ? { taken: exported.taken } : {}),
    findings: [...(await gatherFindings(inputs, decided)), ...findings, ...(await earlyUsersIn(inputs, masking))],
  };
  const atOnce = volumesAtOnce(clone, draft.pace);
  const { dollars } = sealPlan(draft, atOnce);
  const limited = [
    ...beyondLimits(clone.route, decided.volumes.volumes, dollars),
    ...tooSlow(clone.route.name, draft.pace),
  ];
  return sealPlan({ ...draft, findings: [...draft.findings, ...limited] }, atOnce);
}

/** A cluster that the run makes has nobody. */
const earlyUsersIn = async ({ target, request }: PlanInputs, masking: Plan['masking']) =>
  'api' in target ? earlyUsers(target.api, request, masking) : [];
