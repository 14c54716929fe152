import { draftPlan } from './draft-plan.ts';
import type { PlanInputs } from './inputs.ts';
import { keepPlan } from './keep-plan.ts';
import { meetTarget } from './meet-target.ts';
import type { Plan } from './plan.ts';
import { readSides } from './read-sides.ts';
import { translateExport } from './translate-export.ts';
import { namesOnce } from './verdict/names-once.ts';
import { decideVolumes } from './volumes/decide-volumes.ts';

/**
 * Decides a whole run and changes nothing: exports beside the run, reads both clusters' facts, chooses each volume's way,
 * runs the rules, and looks at what the target has already. Writes plan.json, and each object with its changes beside it.
 */
export async function planClone(given: PlanInputs): Promise<Plan> {
  const inputs = askingNamesOnce(given);
  const sides = await readSides(inputs);
  const { source, target, exported } = sides;

  const volumes = await decideVolumes(inputs, exported.index, source, target);
  const translated = await translateExport(inputs, sides, volumes.volumes);
  const met = await meetTarget(inputs, {
    volumes: volumes.volumes,
    targets: translated.objects.targets,
    namespaces: exported.namespaces,
    context: translated.context,
    saidOf: translated.look?.saidOf,
  });

  const plan = await draftPlan(inputs, { sides, volumes, translated, met });
  await keepPlan(inputs, plan, translated);
  return plan;
}

const askingNamesOnce = (inputs: PlanInputs): PlanInputs => ({
  ...inputs,
  target: 'api' in inputs.target ? { ...inputs.target, api: namesOnce(inputs.target.api) } : inputs.target,
});
