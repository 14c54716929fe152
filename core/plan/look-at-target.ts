import type { Finding } from '../../kube/finding.ts';
import type { ObjectRef } from '../../kube/kube-object.ts';
import type { PresetName } from '../base/request/presets/preset-names.data.ts';
import type { ClusterFacts, SourceIndex } from '../translate/context.ts';
import { readRoom } from './capacity/node-room.ts';
import { RoomForPods } from './capacity/tell-room.ts';
import { readClone } from './drift/clone-records.ts';
import type { Drift } from './drift/drift.ts';
import { DriftFinder } from './drift/find-drift.ts';
import type { PlanInputs } from './inputs.ts';
import type { ObjectRecord } from './objects/object-record.ts';
import type { Met } from './plan-objects.ts';
import { proxiedApis } from './verdict/proxied-apis.ts';
import { type Said, TargetVerdicts } from './verdict/target-verdicts.ts';

/** What a plan asks the target about each object: whether it would take it, or how it differs from a clone that stands there. */
export interface TargetLook {
  meet(objects: Met[]): Promise<void>;
  findings(targets: readonly ObjectRef[]): Finding[];
  /** What it said to an object that it has already. */
  saidOf?(ref: ObjectRef): Said | undefined;
  /** Of a comparison with a clone: what differs, once every object was met. */
  drift?(source: readonly ObjectRef[]): Promise<{ drift: Drift; records: Iterable<ObjectRecord> }>;
}

/** The preset for which the target has to have room. */
const RELIEF: PresetName = 'offload-workload';

/** A cluster that the run makes cannot be asked. Throws InvalidRequest for what is no clone to compare with. */
export async function lookAtTarget(
  { clone, request, store, target }: PlanInputs,
  { served }: ClusterFacts,
  { scaled }: SourceIndex,
  zoneOfClaim: Readonly<Record<string, string>> = {},
): Promise<TargetLook | undefined> {
  if (!('api' in target)) return undefined;
  const of = request.driftOf;
  const proxied = await proxiedApis(target.api, served);
  if (of === undefined) {
    const verdicts = new TargetVerdicts({ api: target.api, onConflict: request.onConflict, served, proxied });
    const room = request.preset === RELIEF ? new RoomForPods(await readRoom(target.api)) : undefined;
    return {
      meet: (met) => {
        for (const each of met) room?.add(each.target);
        return verdicts.ask(met.map((each) => each.target));
      },
      findings: (targets) => [
        ...verdicts.findings(targets),
        ...(room?.findings(clone.route.target.cluster, zoneOfClaim) ?? []),
      ],
      saidOf: (ref) => verdicts.saidOf(ref),
    };
  }
  const finder = new DriftFinder({ api: target.api, proxied }, await readClone(store, clone.route.name, of), scaled);
  return {
    meet: (met) => finder.meet(met),
    findings: () => [],
    drift: async (source) => ({ drift: { of, objects: await finder.finish(source) }, records: finder.records }),
  };
}
