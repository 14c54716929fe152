import type { AksCluster } from '../../../base/request/aks-cluster.ts';
import { AZURE_DISK_CSI, EBS_AUTO_MODE, EBS_CSI } from '../../../translate/tables/drivers.ts';
import { type Check, checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, broken, unknown } = checkNamed('target driver');

/** Something in the target attaches its volumes: the CSI driver, however it was installed, or Auto Mode. */
export const checkDriver: RouteCheck = (route, { target }) => {
  const { cluster, region } = route.target;
  if (!('value' in target.cluster)) return [];
  if (target.cluster.value.autoModeStorage) return [ok(EBS_AUTO_MODE, 'Auto Mode')];
  if ('notAsked' in target.inside) return [unknown(EBS_CSI, target.inside.notAsked)];
  if ('failure' in target.inside) return [unknown(EBS_CSI, target.inside.failure.message)];
  if (route.target.kind === 'aks') return [ofAzure(route.target, target.inside.value.drivers)];
  if (target.inside.value.drivers.includes(EBS_CSI)) return [ok(EBS_CSI, 'installed')];
  return [
    broken({
      thing: EBS_CSI,
      found: 'not installed',
      sentence: `Nothing in cluster "${cluster}" attaches EBS volumes: copied volumes would be there, and their pods would wait forever. The add-on wants a role with AmazonEBSCSIDriverPolicyV2 (--pod-identity-associations).`,
      fix: `aws eks create-addon --cluster-name ${cluster} --region ${region} --addon-name aws-ebs-csi-driver`,
    }),
  ];
};

/** AKS installs it, unless somebody has switched it off (https://learn.microsoft.com/azure/aks/csi-storage-drivers). */
function ofAzure({ cluster, resourceGroup }: AksCluster, drivers: readonly string[]): Check {
  if (drivers.includes(AZURE_DISK_CSI)) return ok(AZURE_DISK_CSI, 'installed');
  return broken({
    thing: AZURE_DISK_CSI,
    found: 'not installed',
    sentence: `Nothing in cluster "${cluster}" attaches managed disks: copied volumes would be there, and their pods would wait forever.`,
    fix: `az aks update --resource-group ${resourceGroup} --name ${cluster} --enable-disk-driver`,
  });
}
