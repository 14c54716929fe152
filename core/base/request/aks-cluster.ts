import * as z from 'zod';
import { Connector, Place } from './end.ts';

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case');

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources */
export const resourceGroup = z
  .string()
  .regex(
    /^[\w().-]{0,89}[\w()-]$/,
    'a resource group has 1 to 90 letters, digits, _ - ( ) and ., and does not end in .',
  );

/** Of a cluster whose API server is private: in a network of AWS from where there is a way into that of the cluster. */
const AksConnector = Connector.extend({
  /** Of its API server, by its private or its public name. */
  endpoint: z
    .string()
    .regex(
      /^https:\/\/[0-9A-Za-z.-]+(:\d+)?$/,
      'the address of the API server, such as https://….privatelink.westeurope.azmk8s.io',
    ),
});

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
  connector: AksConnector.optional(),
});
export type AksCluster = z.infer<typeof AksCluster>;
