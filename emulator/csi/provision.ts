import { ZONE_LABEL, zoneOf } from './names.ts';
import type { Claim, StorageClass } from './objects.ts';
import type { Pass } from './pass.ts';
import { persistentVolume, requestFor, volumeName } from './provisioned-volume.ts';

const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Makes a volume for each claim of the driver's classes that is due; its PV comes when EC2 says it is available. */
export async function provision(pass: Pass): Promise<number> {
  let changes = 0;
  for (const claim of pass.view.claims) {
    const storage = pass.view.classes.get(claim.spec.storageClassName ?? '');
    if (!storage || !isDue(pass, claim, storage)) continue;
    try {
      changes += await provisionOne(pass, claim, storage);
      pass.patience.succeeded(volumeName(claim));
    } catch (error) {
      pass.patience.failed(volumeName(claim));
      const message = `failed to provision volume with StorageClass "${storage.metadata.name}": ${(error as Error).message}`;
      await pass.events.tell(claim, 'Warning', 'ProvisioningFailed', message);
    }
  }
  return changes;
}

function isDue({ view, patience }: Pass, claim: Claim, storage: StorageClass): boolean {
  const { metadata, spec } = claim;
  if (spec.volumeName || metadata.deletionTimestamp || view.volumes.has(volumeName(claim))) return false;
  const waits = storage.volumeBindingMode === 'WaitForFirstConsumer' && !metadata.annotations?.[SELECTED_NODE];
  return !waits && patience.isDue(volumeName(claim));
}

async function provisionOne(pass: Pass, claim: Claim, storage: StorageClass): Promise<number> {
  const { api, driver, ec2, events, beingCreated } = pass;
  const name = volumeName(claim);
  const id =
    beingCreated.get(name) ?? (await ec2.createVolume(requestFor(pass, claim, storage, zoneFor(pass, claim, storage))));
  beingCreated.set(name, id);
  const [volume] = await ec2.describe([id]);
  if (!volume) throw new Error(`volume ${id} is gone`);
  if (volume.state !== 'available') return 1;
  const object = persistentVolume(driver, claim, storage, volume);
  await api.create(object, { manager: driver });
  beingCreated.delete(name);
  await events.tell(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`);
  return 1;
}

/** The selected node's zone; else one that the class allows, else one with a node: by name, as the provisioner spreads. */
function zoneFor({ view }: Pass, claim: Claim, storage: StorageClass): string {
  const selected = claim.metadata.annotations?.[SELECTED_NODE];
  const node = selected ? view.nodes.get(selected) : undefined;
  if (selected && !(node && zoneOf(node)))
    throw new Error(`node "${selected}" does not exist or has no label ${ZONE_LABEL}`);
  if (node) return zoneOf(node) ?? '';
  const allowed = (storage.allowedTopologies ?? [])
    .flatMap(({ matchLabelExpressions }) => matchLabelExpressions)
    .filter(({ key }) => key === ZONE_LABEL)
    .flatMap(({ values }) => values);
  const zones = allowed.length > 0 ? allowed : [...view.nodes.values()].flatMap((each) => zoneOf(each) ?? []);
  const choices = [...new Set(zones)].sort();
  const spread = [...claim.metadata.name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const zone = choices[spread % choices.length];
  if (!zone) throw new Error('no topology key found: no node has a zone, and the class allows none');
  return zone;
}
