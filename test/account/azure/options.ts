import { AZURE } from '../names.ts';
import type { AzureOptions, Flags } from '../options.ts';

/** What the flags say of Azure, which have no mistakes. */
export function azureOf(flags: Flags): AzureOptions {
  const { tenant = '', subscription = '', location = '', aksCluster } = flags;
  const { aksResourceGroup = '', aksNodeResourceGroup = '' } = flags;
  const made = {
    cluster: AZURE.cluster,
    resourceGroup: AZURE.resourceGroup,
    nodeResourceGroup: AZURE.nodeResourceGroup,
  };
  return {
    tenant,
    subscription,
    location,
    ...(aksCluster
      ? { cluster: aksCluster, resourceGroup: aksResourceGroup, nodeResourceGroup: aksNodeResourceGroup }
      : made),
    makesCluster: !aksCluster,
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One sentence of everything that is missing, and one of each that is wrong. */
export function azureMistakes(flags: Flags): string[] {
  const { azure, tenant, subscription, location, aksCluster, aksResourceGroup, aksNodeResourceGroup } = flags;
  const own = {
    '--tenant': tenant,
    '--subscription': subscription,
    '--location': location,
    ...(aksCluster
      ? { '--aks-resource-group': aksResourceGroup, '--aks-node-resource-group': aksNodeResourceGroup }
      : {}),
  };
  const given = [...Object.values(own), aksCluster, aksResourceGroup, aksNodeResourceGroup].some(Boolean);
  if (!azure) return given ? ['--azure: what is said of Azure goes with it.'] : [];
  const missing = Object.entries(own).flatMap(([name, value]) => (value ? [] : [name]));
  const ids = Object.entries({ '--tenant': tenant, '--subscription': subscription });
  return [
    ...(missing.length > 0
      ? [
          `--azure needs ${missing.join(', ')}: az account show has tenant and subscription, and there is no default, so that nobody pays by accident.`,
        ]
      : []),
    ...ids.flatMap(([name, value]) =>
      value && !UUID.test(value) ? [`${name} ${value}: it is a UUID in lower case.`] : [],
    ),
    ...(!aksCluster && (aksResourceGroup || aksNodeResourceGroup)
      ? ['--aks-cluster: name it with its resource groups.']
      : []),
  ];
}
