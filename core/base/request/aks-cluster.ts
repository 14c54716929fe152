import * as z from 'zod';
import { Place } from './end.ts';

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case');

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources */
export const resourceGroup = z
  .string()
  .regex(
    /^[\w().-]{0,89}[\w()-]$/,
    'a resource group has 1 to 90 letters, digits, _ - ( ) and ., and does not end in .',
  );

/** A cluster of AKS, and as whom it is asked: nothing of Azure is stored. `cluster` is its name there. */
export const AksCluster = Place.extend({
  /** Of Entra ID. */
  tenant: uuid,
  /** The application, or managed identity, that trusts the role of this end (federated credential). */
  client: uuid,
  subscription: uuid,
  resourceGroup,
  /** Where AKS keeps the nodes and the disks of the cluster, such as `MC_shop_prod_westeurope`. */
  nodeResourceGroup: resourceGroup,
});
export type AksCluster = z.infer<typeof AksCluster>;
