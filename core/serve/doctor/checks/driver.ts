import { EBS_AUTO_MODE, EBS_CSI } from '../../../translate/tables/drivers.ts';
import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, broken, unknown } = checkNamed('target driver');

/** Something in the target attaches EBS volumes: the CSI driver, however it was installed, or Auto Mode. */
export const checkDriver: RouteCheck = ({ target: { cluster, region } }, { target }) => {
  if (!('value' in target.cluster)) return [];
  if (target.cluster.value.autoModeStorage) return [ok(EBS_AUTO_MODE, 'Auto Mode')];
  if ('notAsked' in target.inside) return [unknown(EBS_CSI, target.inside.notAsked)];
  if ('failure' in target.inside) return [unknown(EBS_CSI, target.inside.failure.message)];
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
