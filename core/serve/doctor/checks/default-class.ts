import { AZURE_DISK_CSI, EBS_AUTO_MODE, EBS_CSI } from '../../../translate/tables/drivers.ts';
import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, warning } = checkNamed('target default class');
const MARK = '{"metadata":{"annotations":{"storageclass.kubernetes.io/is-default-class":"true"}}}';

/** Claims that name no class, which workloads make after the clone, take the default one. */
export const checkDefaultClass: RouteCheck = ({ target: { cluster, kind } }, { target }) => {
  if (!('value' in target.inside && 'value' in target.cluster)) return [];
  const { storageClasses } = target.inside.value;
  const defaults = storageClasses.filter(({ isDefault }) => isDefault);
  if (defaults[0]) return [ok(defaults.map(({ name }) => name).join(', '), defaults[0].provisioner)];
  const ofEks = target.cluster.value.autoModeStorage ? EBS_AUTO_MODE : EBS_CSI;
  const driver = kind === 'aks' ? AZURE_DISK_CSI : ofEks;
  const nearest = storageClasses.find(({ provisioner }) => provisioner === driver);
  const names = storageClasses.map(({ name }) => name).join(', ');
  return [
    warning({
      thing: cluster,
      found: 'no default class',
      sentence: `Cloned claims are bound to their volumes all the same, but a new claim that names no class would stay Pending. ${names ? `There are: ${names}.` : 'There is no storage class at all.'}`,
      fix: nearest ? `kubectl patch storageclass ${nearest.name} --patch '${MARK}'` : newClass(driver),
    }),
  ];
};

const parametersOf = (driver: string) =>
  driver === AZURE_DISK_CSI ? '{"skuName":"StandardSSD_LRS"}' : '{"type":"gp3","encrypted":"true"}';
const nameOf = (driver: string) => (driver === AZURE_DISK_CSI ? 'managed-csi' : 'gp3');

const newClass = (driver: string) =>
  `kubectl create -f - <<<'{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"${nameOf(driver)}","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"${driver}","parameters":${parametersOf(driver)},"volumeBindingMode":"WaitForFirstConsumer"}'`;
