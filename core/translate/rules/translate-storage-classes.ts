import { entryOf, mapAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { type ClusterFacts, cloudOf, isBetweenClouds, type TranslationContext } from '../context.ts';
import { edit, removeEntries, setField } from '../edit.ts';
import { inOneHome } from '../one-home.ts';
import { parametersForAws, parametersForAzure } from '../parameters-between-clouds.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import { chooseStorageClass, driverInTarget } from '../storage-class-map.ts';
import { familyOf, isDisk } from '../tables/drivers.ts';
import { block, changed, drop, warning } from '../verdicts.ts';

const DEFAULT_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Parameters of in-tree classes -> those of the CSI driver (aws-ebs-csi-driver docs/parameters.md). */
const CSI_NAMES: Record<string, string> = { fsType: 'csi.storage.k8s.io/fstype', fstype: 'csi.storage.k8s.io/fstype' };

/** Parameters that name a zone of the source: topology belongs to allowedTopologies and to the scheduler. */
const ZONE_PARAMETERS = ['zone', 'zones'];

/** Parameters that name a resource of the source account: through them a clone would share storage with its original. */
const RESOURCE_PARAMETERS = [
  'fileSystemId',
  'subnetId',
  'securityGroupIds',
  'bucketName',
  'ParentVolumeId',
  'fsx.openzfs.parentVolumeId',
];

export const translateStorageClasses: Rule = {
  name: 'translate-storage-classes',
  description:
    'A storage class is copied only where the target has none to stand in for it, with its driver, key and default mark translated.',
  appliesTo: ['storage.k8s.io/StorageClass', 'storage.k8s.io/VolumeAttributesClass'],
  apply(object, context) {
    if (object.kind === 'VolumeAttributesClass' && isBetweenClouds(context) && isDisk(String(object.driverName)))
      return drop('it has types and speeds of disks that the target does not have');
    if (object.kind === 'VolumeAttributesClass')
      return changed(
        object,
        edit(object, ['driverName'], (name) => driverInTarget(String(name), context)),
      );
    const { name } = object.metadata;
    const choice = chooseStorageClass(name, context);
    if (choice.do === 'refuse')
      return drop('it has no counterpart in the target; the claims that use it say what to do');
    if (choice.do === 'use')
      return drop(
        choice.name === name
          ? 'the target has its own class of that name'
          : `class "${choice.name}" of the target stands in for it`,
      );
    return bring(object, context);
  },
};

function bring(object: KubeObject, context: TranslationContext): Verdict {
  const foreign = RESOURCE_PARAMETERS.filter((name) => isForeign(mapAt(object, 'parameters')[name], context));
  if (foreign.length > 0) {
    return block(
      `Storage class "${object.metadata.name}" names a resource of the source (${foreign.join(', ')}), so the clone would share it; ` +
        `name its counterpart in mappings.arns, or another class in mappings.storageClasses["${object.metadata.name}"].`,
      `/parameters/${foreign[0]}`,
    );
  }
  const driven = edit(object, ['provisioner'], (name) => driverInTarget(String(name), context));
  const isOtherDisk = familyOf(textAt(object, 'provisioner') ?? '') !== familyOf(textAt(driven, 'provisioner') ?? '');
  const { parameters, findings } = isOtherDisk
    ? parametersBetween(object, context)
    : translateParameters(driven, context);
  const isSaid = isOtherDisk || Object.hasOwn(object, 'parameters');
  const settled = isSaid ? setField(driven, ['parameters'], parameters) : driven;
  if (!hasDefault(context.target)) return changed(object, settled, findings);
  return changed(
    object,
    removeEntries(settled, ['metadata', 'annotations'], (name) => DEFAULT_MARKS.includes(name)),
    findings,
  );
}

/** Parameters of managed disks that name a place in Azure, in any case of letters (azuredisk-csi-driver docs/driver-parameters.md). */
const PLACES_IN_AZURE = ['diskencryptionsetid', 'diskaccessid', 'resourcegroup', 'subscriptionid', 'location'];

const isElsewhere = (name: string, { source, target }: TranslationContext) =>
  cloudOf(target) === 'azure' && !inOneHome(source, target) && PLACES_IN_AZURE.includes(name.toLowerCase());

function isForeign(value: unknown, { mappings }: TranslationContext): boolean {
  return (
    typeof value === 'string' && mappings.arns[value] === undefined && !Object.values(mappings.arns).includes(value)
  );
}

function translateParameters(object: KubeObject, context: TranslationContext) {
  const { mappings, target } = context;
  const findings: RuleFinding[] = [];
  const parameters: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(mapAt(object, 'parameters'))) {
    const mapped = mappings.arns[String(value)] ?? value;
    if (ZONE_PARAMETERS.includes(name)) {
      findings.push(
        warning(`/parameters/${name}`, 'The zones of the source are not carried over; the scheduler chooses the zone.'),
      );
    } else if (name === 'kmsKeyId' && mapped === value && !String(value).includes(`:${target.account}:`)) {
      findings.push(
        warning(
          '/parameters/kmsKeyId',
          'The key of the source is not carried over: new volumes get the default key of the target, unless mappings.arns names one.',
        ),
      );
    } else if (isElsewhere(name, context) && isForeign(value, context)) {
      findings.push(
        warning(
          `/parameters/${name}`,
          `${name} names what is of the subscription of the source, and is not carried over, unless mappings.arns names its counterpart.`,
        ),
      );
    } else {
      parameters[entryOf(CSI_NAMES, name) ?? name] = mapped;
    }
  }
  const before = mapAt(object, 'parameters');
  const isSame = JSON.stringify(parameters) === JSON.stringify(before);
  return { parameters: isSame ? before : parameters, findings };
}

/** What is of a type of disks becomes that of another; what the other driver has no word for is named. */
function parametersBetween(object: KubeObject, { mappings, target }: TranslationContext) {
  const translate = cloudOf(target) === 'aws' ? parametersForAws : parametersForAzure;
  const { parameters, lost } = translate(mapAt(object, 'parameters'), (name) => mappings.arns[name]);
  const sentence = `Parameters for disks of the source are not carried over: ${lost.join(', ')}. Counterparts of keys and encryption sets are named in mappings.arns.`;
  return { parameters, findings: lost.length > 0 ? [warning('/parameters', sentence)] : [] };
}

function hasDefault({ storageClasses }: ClusterFacts): boolean {
  return storageClasses.some(({ metadata }) => DEFAULT_MARKS.some((mark) => metadata.annotations?.[mark] === 'true'));
}
