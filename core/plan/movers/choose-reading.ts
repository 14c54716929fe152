import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { MoverWish } from '../../base/request/origins.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import type { PlannedMove, SnapshotClaim } from '../../base/run/origin.ts';
import { OTHER_STORAGE } from '../../translate/tables/drivers.ts';
import { SNAPSHOTS } from './mover-objects.ts';
import { moverClaim, moverSnapshot } from './snapshot-objects.ts';

const STORAGE_CLASS: ServedResource = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  resource: 'storageclasses',
  namespaced: false,
  verbs: ['list'],
};

interface Asked {
  cloneId: string;
  claim: string;
  /** The claim as the source has it. */
  object: KubeObject | undefined;
  /** Of its volume. */
  driver: string;
  wish: MoverWish['mover'];
  /** Whether the workload is scaled to zero, and stays so until all is copied in any case. */
  staysDown: boolean;
  /** What lets runs make what they may not, as a command; absent where nothing does. */
  rights?: string | undefined;
}

type Reading = Required<Pick<PlannedMove, 'because'>> & Pick<PlannedMove, 'snapshot'>;

/** What a Job reads: a snapshot of the claim where there can be one and it is of use, or the claim itself. A blocker where the wish cannot be met. */
export async function chooseReading(api: ClusterApi, asked: Asked): Promise<Reading | { blocker: string }> {
  const { claim, wish, staysDown } = asked;
  if (wish === 'claim') return { because: 'the request says so' };
  if (wish === true && staysDown) return { because: 'the workload stands still meanwhile' };
  const found = await findSnapshot(api, asked);
  if (typeof found !== 'string') return { snapshot: found, because: `driver "${asked.driver}" can take snapshots` };
  if (wish === true) return { because: found };
  return {
    blocker: `Claim ${claim} is to be copied out of a snapshot (volumes.origins: mover), and ${found}. Correct that, or set it to true or "claim", for a Job that reads the claim itself.`,
  };
}

/** The classes to use, or why there are none, as a clause. */
async function findSnapshot(api: ClusterApi, asked: Asked): Promise<SnapshotClaim | string> {
  const { driver, object } = asked;
  const { resources } = await api.discover();
  const served = resources.find((each) => each.apiVersion === SNAPSHOTS && each.kind === 'VolumeSnapshotClass');
  if (!served) return `the source does not serve ${SNAPSHOTS}`;
  const taking = (await all(api, served)).filter((each) => textAt(each, 'driver') === driver);
  if (taking.length === 0)
    return `the source has no VolumeSnapshotClass for ${OTHER_STORAGE[driver] ?? `driver "${driver}"`}`;
  const removing = taking.filter((each) => textAt(each, 'deletionPolicy') === 'Delete');
  const snapshotClass = removing.find(isDefault) ?? removing[0];
  if (!snapshotClass)
    return `VolumeSnapshotClass "${taking[0]!.metadata.name}" would keep its snapshot (deletionPolicy "Retain")`;
  const name = textAt(object, 'spec.storageClassName') ?? '';
  const storageClass = storageClassFor(await all(api, STORAGE_CLASS), name, driver);
  if (!storageClass)
    return `the source has no StorageClass like "${name}" whose volumes go with their claims (reclaimPolicy "Delete")`;
  const size = textAt(object, 'status.capacity.storage') ?? textAt(object, 'spec.resources.requests.storage') ?? '1Gi';
  const clone = { class: snapshotClass.metadata.name, storageClass, size };
  return (await whyRefused(api, asked, clone)) ?? clone;
}

/** https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/ */
const isDefault = ({ metadata }: KubeObject) =>
  metadata.annotations?.['snapshot.storage.kubernetes.io/is-default-class'] === 'true';

/** That of the claim, or one that makes the same volumes: what a class retains would stay when the claim of the run has gone. */
function storageClassFor(classes: readonly KubeObject[], name: string, driver: string): string | undefined {
  const own = classes.find(({ metadata }) => metadata.name === name);
  const same = (each: KubeObject) =>
    textAt(each, 'provisioner') === driver &&
    (textAt(each, 'reclaimPolicy') ?? 'Delete') === 'Delete' &&
    sameJson(fieldAt(each, 'parameters') ?? {}, fieldAt(own, 'parameters') ?? {});
  return [...(own ? [own] : []), ...classes].find(same)?.metadata.name;
}

/** A dry run, as that of the Job. */
async function whyRefused(
  api: ClusterApi,
  { cloneId, claim, rights }: Asked,
  clone: SnapshotClaim,
): Promise<string | undefined> {
  const of = { cloneId, claim };
  for (const object of [moverSnapshot(of, NOBODY, clone), moverClaim(of, NOBODY, clone)])
    try {
      await api.create(object, { manager: FIELD_MANAGER, dryRun: true });
    } catch (error) {
      if (!(error instanceof KubeferryError) || !['AccessDenied', 'ApplyFailed'].includes(error.name)) throw error;
      const wayOut = rights && error.name === 'AccessDenied' ? `; ${rights} allows it` : '';
      return `the source lets runs make none: ${error.message.replace(/\.$/, '')}${wayOut}`;
    }
  return undefined;
}

/** A dry run needs no owner that exists. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

async function all(api: ClusterApi, kind: ServedResource): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  for await (const page of api.list(kind)) found.push(...page);
  return found;
}
