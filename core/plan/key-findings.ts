import type { Finding } from '../../kube/finding.ts';
import { KubeferryError } from '../base/errors.ts';
import type { DriverRights } from '../base/ports/driver-rights.ts';
import type { KeyStore, VolumeStorage } from '../base/ports/volume-storage.ts';
import type { Route } from '../base/request/route.ts';
import { givesVolume, makesVolume } from '../base/strategies.ts';
import { examineKey, type KeyUse } from './keys/examine-key.ts';
import { tellKey } from './keys/tell-key.ts';
import { KEY_POLICY_RULE } from './plan.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

interface Looks {
  keys: KeyStore;
  storage: VolumeStorage;
  drivers?: DriverRights;
}

/** A key under which the target cluster cannot attach the volumes that the plan makes, or gives it as they are, stops the run before they are copied. */
export async function keyFindings(
  looks: Looks,
  { target }: Pick<Route, 'target'>,
  volumes: readonly PlannedVolume[],
): Promise<Finding[]> {
  const names = new Set(volumes.some(makesVolume) && target.kmsKeyArn !== '' ? [target.kmsKeyArn] : []);
  for (const { kmsKeyArn } of volumes.filter(givesVolume))
    if (kmsKeyArn !== '' && (await isOfCustomer(looks.keys, kmsKeyArn))) names.add(kmsKeyArn);
  return (await Promise.all([...names].map((name) => findingsOf(looks, name, target)))).flat();
}

/** Everybody of the account may use `aws/ebs` through EC2. */
const isOfCustomer = (keys: KeyStore, arn: string) =>
  keys.describeKey(arn).then(
    ({ customerManaged }) => customerManaged,
    () => true,
  );

async function findingsOf(looks: Looks, name: string, target: Route['target']): Promise<Finding[]> {
  const use = await examineKey(looks, name, target).catch(isGone);
  const told = use && tellKey(use, name, target);
  if (!told) return [];
  const { severity, sentence, statement } = told;
  const object = { apiVersion: 'kms', kind: 'Key', name };
  return [
    {
      severity,
      object,
      path: '/policy',
      rule: KEY_POLICY_RULE,
      sentence: `Key ${name}: ${sentence} Statement: ${statement}`,
    },
  ];
}

/** The run has found it when it began; the copy names what became of it. */
function isGone(error: unknown): KeyUse | undefined {
  if (error instanceof KubeferryError && error.name === 'NotFound') return undefined;
  throw error;
}
