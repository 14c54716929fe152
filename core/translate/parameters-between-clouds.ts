import { DEFAULT_SKU, PROVISIONED_SKUS, SKU_OF_TYPE, TYPE_OF_SKU } from './tables/disk-types.ts';

/** Parameters of a class in the driver of the other cloud, and those that have no counterpart there. */
interface Parameters {
  parameters: Record<string, string>;
  lost: string[];
}

const FS_TYPE = 'csi.storage.k8s.io/fstype';
const TAG = /^tagSpecification_\d+$/i;

/** Says no more than what the other driver does anyhow. */
const IMPLIED = /^(kind|cachingMode|encrypted|LogicalSectorSize)$/i;

type Mapped = (value: string) => string | undefined;

/**
 * Parameters of `disk.csi.azure.com` (azuredisk-csi-driver docs/driver-parameters.md) as `ebs.csi.aws.com` takes them
 * (aws-ebs-csi-driver docs/parameters.md). `mapped` knows the counterpart of an encryption set. Managed disks are always encrypted.
 */
export function parametersForAws(given: Record<string, unknown>, mapped: Mapped): Parameters {
  const { get, lost } = reader(given);
  const sku = get('skuName') ?? get('storageAccountType') ?? DEFAULT_SKU;
  const isProvisioned = PROVISIONED_SKUS.includes(sku);
  const [iops, throughput] = [get('DiskIOPSReadWrite'), get('DiskMBpsReadWrite')];
  const [set, fsType] = [get('diskEncryptionSetID'), get(FS_TYPE) ?? get('fsType')];
  const key = set === undefined ? undefined : mapped(set);
  const tags = (get('tags') ?? '').split(',').filter(Boolean);
  return {
    parameters: {
      type: TYPE_OF_SKU[sku] ?? 'gp3',
      encrypted: 'true',
      ...(isProvisioned && iops ? { iops } : {}),
      ...(isProvisioned && throughput && TYPE_OF_SKU[sku] === 'gp3' ? { throughput } : {}),
      ...(key ? { kmsKeyId: key } : {}),
      ...(fsType ? { [FS_TYPE]: fsType } : {}),
      ...Object.fromEntries(tags.map((tag, at) => [`tagSpecification_${at + 1}`, tag])),
    },
    lost: [...lost(), ...(set !== undefined && !key ? ['diskEncryptionSetID'] : [])],
  };
}

/** The other way round; `iopsPerGB` and the like depend on a size that no class has. */
export function parametersForAzure(given: Record<string, unknown>, mapped: Mapped): Parameters {
  const { get, lost } = reader(given);
  const skuName = SKU_OF_TYPE[get('type') ?? 'gp3'] ?? DEFAULT_SKU;
  const isProvisioned = PROVISIONED_SKUS.includes(skuName);
  const [iops, throughput] = [get('iops'), get('throughput')];
  const [key, fsType] = [get('kmsKeyId'), get(FS_TYPE) ?? get('fsType')];
  const set = key === undefined ? undefined : mapped(key);
  const tags = Object.keys(given).filter((name) => TAG.test(name));
  return {
    parameters: {
      skuName,
      // As volumes of EBS have it; snapshots of disks with larger sectors cannot be read as images.
      ...(isProvisioned ? { cachingMode: 'None', LogicalSectorSize: '512' } : {}),
      ...(isProvisioned && iops ? { DiskIOPSReadWrite: iops } : {}),
      ...(isProvisioned && throughput ? { DiskMBpsReadWrite: throughput } : {}),
      ...(set ? { diskEncryptionSetID: set } : {}),
      ...(fsType ? { [FS_TYPE]: fsType } : {}),
      ...(tags.length > 0 ? { tags: tags.map((name) => get(name)).join(',') } : {}),
    },
    lost: [...lost(), ...(key !== undefined && !set ? ['kmsKeyId'] : [])],
  };
}

/** Names of parameters are taken in any case; what nobody has asked for is lost. */
function reader(given: Record<string, unknown>) {
  const rest = new Map(Object.keys(given).map((name) => [name.toLowerCase(), name]));
  return {
    get(name: string): string | undefined {
      const own = rest.get(name.toLowerCase());
      rest.delete(name.toLowerCase());
      return own === undefined ? undefined : String(given[own]);
    },
    lost: () => [...rest.values()].filter((name) => !IMPLIED.test(name)),
  };
}
