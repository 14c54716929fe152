import { ENTRA_AUDIENCE } from '../run/names.ts';
import { AZURE_RIGHTS, type AzureScope, IN_NEW_CLUSTERS } from './azure-actions.ts';

/** https://learn.microsoft.com/azure/templates/microsoft.managedidentity/userassignedidentities */
const IDENTITY = 'Microsoft.ManagedIdentity/userAssignedIdentities';
/** https://learn.microsoft.com/azure/templates/microsoft.authorization/roledefinitions, …/roleassignments */
const DEFINITION = 'Microsoft.Authorization/roleDefinitions';
const ASSIGNMENT = 'Microsoft.Authorization/roleAssignments';

const VERSION = { identity: '2024-11-30', authorization: '2022-04-01', deployment: '2022-09-01' } as const;

const HEAD = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
} as const;

const IDENTITY_ID = `resourceId('${IDENTITY}', parameters('name'))`;
const PRINCIPAL = `reference(${IDENTITY_ID}, '${VERSION.identity}').principalId`;

/** The name of a parameter of the template. */
export type AzureParameter =
  | 'role'
  | 'issuer'
  | 'side'
  | 'cluster'
  | 'nodeResourceGroup'
  | 'snapshotResourceGroup'
  | 'name'
  | 'location';

interface Parameter {
  type: 'string';
  allowedValues?: readonly string[];
  defaultValue?: string;
  metadata: { description: string };
}

const text = (description: string, more: Partial<Parameter> = {}): Parameter => ({
  type: 'string',
  ...more,
  metadata: { description },
});

const PARAMETERS: Readonly<Record<AzureParameter, Parameter>> = {
  role: text('ARN of the role of this end, such as arn:aws:iam::222233334444:role/kubeferry-source-eu-central-1.'),
  issuer: text('Of the tokens of its account, as aws iam enable-outbound-web-identity-federation answers it.'),
  side: text('Whether the cluster is cloned from or into, or made by the first run into it.', {
    allowedValues: ['source', 'target', 'new-target'],
  }),
  cluster: text('Name of the cluster.'),
  nodeResourceGroup: text('Of its nodes and disks, such as MC_shop_prod_westeurope.'),
  snapshotResourceGroup: text('Of a source: where snapshots of its disks are taken.', {
    defaultValue: "[parameters('nodeResourceGroup')]",
  }),
  name: text('Of the identity.', {
    defaultValue: "[format('kubeferry-{0}-{1}', parameters('side'), parameters('cluster'))]",
  }),
  location: text('Of the identity.', { defaultValue: '[resourceGroup().location]' }),
};

/**
 * The template of an end in Azure, which Resource Manager deploys into the resource group of the cluster: an identity that trusts one
 * role of AWS, with what runs do there and no more. docs/azure/member.json is what this answers.
 */
export const azureTemplate = () => ({
  ...HEAD,
  metadata: {
    description:
      'What kubeferry has in a subscription of Azure: one managed identity that trusts one role of AWS, with the least rights on one cluster of AKS and its disks. Deploy it into the resource group of the cluster.',
  },
  parameters: PARAMETERS,
  variables: { actions: AZURE_RIGHTS },
  resources: [
    {
      type: IDENTITY,
      apiVersion: VERSION.identity,
      name: "[parameters('name')]",
      location: "[parameters('location')]",
    },
    {
      type: `${IDENTITY}/federatedIdentityCredentials`,
      apiVersion: VERSION.identity,
      // Of its own for each role: a second installation takes the trust of the first one away by nothing that it deploys.
      name: "[format('{0}/kubeferry-{1}', parameters('name'), uniqueString(parameters('issuer'), parameters('role')))]",
      dependsOn: [`[${IDENTITY_ID}]`],
      properties: {
        issuer: "[parameters('issuer')]",
        subject: "[parameters('role')]",
        audiences: [ENTRA_AUDIENCE],
      },
    },
    ...onCluster(),
    { condition: NOT_NEW, ...inGroup('nodes', 'nodeResourceGroup') },
    ...onNewCluster(),
    onSubscription(),
    { condition: "[equals(parameters('side'), 'source')]", ...inGroup('snapshots', 'snapshotResourceGroup') },
  ],
  outputs: {
    client: output(`reference(${IDENTITY_ID}, '${VERSION.identity}').clientId`),
    objectId: output(PRINCIPAL),
    tenant: output('subscription().tenantId'),
    subscription: output('subscription().subscriptionId'),
  },
});

const output = (expression: string) => ({ type: 'string', value: `[${expression}]` });

const NEW = "[equals(parameters('side'), 'new-target')]";
const NOT_NEW = "[not(equals(parameters('side'), 'new-target'))]";

const actionsOf = (scope: AzureScope) => `[variables('actions')[parameters('side')].${scope}]`;

/** A role may be assigned below the group that it is made in, and no narrower scope is its own. */
function onCluster(): object[] {
  const cluster = "resourceId('Microsoft.ContainerService/managedClusters', parameters('cluster'))";
  const [definition, assignment] = roleOf({
    part: 'cluster',
    actions: actionsOf('cluster'),
    principalId: `[${PRINCIPAL}]`,
  });
  const { dependsOn, ...rest } = assignment;
  const onIt = { ...rest, scope: `[${cluster}]`, dependsOn: [...dependsOn, `[${IDENTITY_ID}]`] };
  return [definition, onIt].map((each) => ({ condition: NOT_NEW, ...each }));
}

/** Where the cluster is made: in the resource group that is deployed into, and in the API of what is made there. */
function onNewCluster(): object[] {
  const [definition, assignment] = roleOf({
    part: 'new-cluster',
    actions: actionsOf('cluster'),
    dataActions: IN_NEW_CLUSTERS,
    principalId: `[${PRINCIPAL}]`,
  });
  const { dependsOn, ...rest } = assignment;
  return [definition, { ...rest, dependsOn: [...dependsOn, `[${IDENTITY_ID}]`] }].map((each) => ({
    condition: NEW,
    ...each,
  }));
}

/** The group of the nodes is made with the cluster, and nobody can be given rights on it before: a deployment of the subscription. */
function onSubscription(): object {
  const id = "guid(subscription().id, parameters('name'), 'nodes')";
  const definitionId = `subscriptionResourceId('${DEFINITION}', ${id})`;
  const {
    resourceGroup: _,
    condition: __,
    properties,
    ...deployment
  } = { condition: NEW, ...inGroup('nodes', 'nodeResourceGroup') };
  const { template } = properties;
  const [definition, assignment] = template.resources;
  return {
    condition: NEW,
    ...deployment,
    subscriptionId: '[subscription().subscriptionId]',
    location: "[parameters('location')]",
    properties: {
      ...properties,
      template: {
        ...template,
        $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
        resources: [
          {
            ...definition,
            name: `[${id}]`,
            properties: {
              ...definition.properties,
              roleName: "[format('{0} nodes {1}', parameters('name'), uniqueString(subscription().id))]",
              assignableScopes: ['[subscription().id]'],
            },
          },
          {
            ...assignment,
            name: "[guid(subscription().id, parameters('name'), 'nodes', 'assignment')]",
            dependsOn: [`[${definitionId}]`],
            properties: { ...assignment.properties, roleDefinitionId: `[${definitionId}]` },
          },
        ],
      },
    },
  };
}

interface RoleParts {
  part: string;
  /** Expressions. */
  actions: string;
  /** In the API of the cluster. */
  dataActions?: readonly string[];
  principalId: string;
}

/** A role of the group that is deployed into, and its assignment to the identity: names are unique in a tenant. */
function roleOf({ part, actions, dataActions, principalId }: RoleParts) {
  const id = `guid(resourceGroup().id, parameters('name'), '${part}')`;
  const definition = {
    type: DEFINITION,
    apiVersion: VERSION.authorization,
    name: `[${id}]`,
    properties: {
      roleName: `[format('{0} ${part} {1}', parameters('name'), uniqueString(resourceGroup().id))]`,
      description: 'What runs of kubeferry do there, and no more',
      type: 'CustomRole',
      permissions: [{ actions, notActions: [], ...(dataActions ? { dataActions, notDataActions: [] } : {}) }],
      assignableScopes: ['[resourceGroup().id]'],
    },
  };
  const assignment = {
    type: ASSIGNMENT,
    apiVersion: VERSION.authorization,
    name: `[guid(resourceGroup().id, parameters('name'), '${part}', 'assignment')]`,
    dependsOn: [`[resourceId('${DEFINITION}', ${id})]`],
    properties: {
      roleDefinitionId: `[resourceId('${DEFINITION}', ${id})]`,
      principalId,
      principalType: 'ServicePrincipal',
    },
  };
  return [definition, assignment] as const;
}

/** In another resource group than that of the cluster, which takes a deployment within the deployment. */
const inGroup = (scope: AzureScope, group: AzureParameter) => ({
  type: 'Microsoft.Resources/deployments',
  apiVersion: VERSION.deployment,
  name: `[format('{0}-${scope}', parameters('name'))]`,
  resourceGroup: `[parameters('${group}')]`,
  dependsOn: [`[${IDENTITY_ID}]`],
  properties: {
    mode: 'Incremental',
    expressionEvaluationOptions: { scope: 'inner' },
    parameters: {
      principalId: { value: `[${PRINCIPAL}]` },
      actions: { value: actionsOf(scope) },
      name: { value: "[parameters('name')]" },
    },
    template: {
      ...HEAD,
      parameters: { principalId: { type: 'string' }, actions: { type: 'array' }, name: { type: 'string' } },
      resources: roleOf({
        part: scope,
        actions: "[parameters('actions')]",
        principalId: "[parameters('principalId')]",
      }),
    },
  },
});
