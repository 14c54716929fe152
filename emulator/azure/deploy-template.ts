import { createHash } from 'node:crypto';
import { type ExpressionWorld, evaluated } from './template-expression.ts';

/** A template of Resource Manager, as far as the local Azure deploys one. */
export interface Template {
  parameters?: Readonly<Record<string, { type: string; defaultValue?: unknown; allowedValues?: readonly unknown[] }>>;
  variables?: Readonly<Record<string, unknown>>;
  resources: readonly object[];
  outputs?: Readonly<Record<string, { value: string }>>;
}

export interface DeploymentPlace {
  tenant: string;
  subscription: string;
  resourceGroup: string;
  location: string;
}

/** A resource as its provider gets it. */
export interface DeployedResource {
  type: string;
  apiVersion: string;
  /** `/subscriptions/…`. */
  id: string;
  location?: string;
  properties?: Record<string, unknown>;
}

/** What `reference` answers of an identity: whoever makes one knows only then. */
export interface MadeIdentity {
  clientId: string;
  principalId: string;
}

/**
 * All resources that a template makes, nested deployments included, in the order of the template. Throws what Resource Manager refuses: a
 * parameter that is missing, unknown, or none of those that are allowed.
 */
export function deployTemplate(
  template: Template,
  given: Readonly<Record<string, unknown>>,
  place: DeploymentPlace,
  identity: MadeIdentity,
): { resources: DeployedResource[]; outputs: Record<string, unknown> } {
  const world = worldOf(template, given, place, identity);
  const resources = template.resources.flatMap((resource) => deployed(resource as Declared, world, place, identity));
  const outputs = Object.entries(template.outputs ?? {}).map(([name, { value }]) => [name, evaluated(value, world)]);
  return { resources, outputs: Object.fromEntries(outputs) };
}

interface Declared {
  type: string;
  apiVersion: string;
  name: string;
  condition?: string;
  scope?: string;
  location?: string;
  resourceGroup?: string;
  /** With a location and without a group: a deployment of the subscription. */
  subscriptionId?: string;
  properties?: { template?: Template; parameters?: Record<string, { value: unknown }> };
}

function deployed(
  resource: Declared,
  world: ExpressionWorld,
  place: DeploymentPlace,
  identity: MadeIdentity,
): DeployedResource[] {
  const { condition, type, apiVersion } = resource;
  if (condition !== undefined && evaluated(condition, world) !== true) return [];
  const { template, parameters = {} } = resource.properties ?? {};
  if (template) {
    const ofSubscription = resource.subscriptionId !== undefined && resource.resourceGroup === undefined;
    const group = ofSubscription ? '' : String(evaluated(resource.resourceGroup ?? place.resourceGroup, world));
    const given = Object.entries(parameters).map(([name, { value }]) => [name, all(value, world)]);
    return deployTemplate(template, Object.fromEntries(given), { ...place, resourceGroup: group }, identity).resources;
  }
  const { name, scope, location, properties } = all(resource, world) as Declared;
  return [
    {
      type,
      apiVersion,
      id: `${scope ?? groupOf(place)}${idOf(type, name.split('/'))}`,
      ...(location ? { location } : {}),
      ...(properties ? { properties } : {}),
    },
  ];
}

function worldOf(
  { parameters: declared = {}, variables = {} }: Template,
  given: Readonly<Record<string, unknown>>,
  place: DeploymentPlace,
  identity: MadeIdentity,
): ExpressionWorld {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0)
    throw new Error(`InvalidTemplate: the parameters ${unknown.join(', ')} are not in the template.`);
  const parameters: Record<string, unknown> = { ...given };
  const world = { parameters, variables, functions: functionsOf(place, identity) };
  for (const [name, { defaultValue, allowedValues }] of Object.entries(declared)) {
    if (!Object.hasOwn(parameters, name)) {
      if (defaultValue === undefined)
        throw new Error(`InvalidTemplate: the value for the parameter '${name}' is not provided.`);
      parameters[name] = all(defaultValue, world);
    }
    if (allowedValues && !allowedValues.includes(parameters[name]))
      throw new Error(`InvalidTemplate: '${String(parameters[name])}' is no value for '${name}'.`);
  }
  return world;
}

/** Everything within, evaluated. */
function all(value: unknown, world: ExpressionWorld): unknown {
  if (typeof value === 'string') return evaluated(value, world);
  if (Array.isArray(value)) return value.map((each) => all(each, world));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, all(each, world)]));
}

/** The subscription itself, where a deployment is of that. */
const groupOf = ({ subscription, resourceGroup }: DeploymentPlace) =>
  resourceGroup === ''
    ? `/subscriptions/${subscription}`
    : `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;

/** `Microsoft.X/as/bs` and names `1`, `2` are `/providers/Microsoft.X/as/1/bs/2`. */
function idOf(type: string, names: readonly string[]): string {
  const [provider, ...kinds] = type.split('/');
  if (kinds.length !== names.length) throw new Error(`InvalidTemplate: ${names.join('/')} is no name of ${type}.`);
  return `/providers/${provider}/${kinds.map((kind, at) => `${kind}/${names[at]}`).join('/')}`;
}

const hashOf = (values: readonly unknown[]) => createHash('sha256').update(values.join('\n')).digest('hex');

/** https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions */
const functionsOf = (place: DeploymentPlace, identity: MadeIdentity): ExpressionWorld['functions'] => ({
  resourceGroup: () => ({ id: groupOf(place), name: place.resourceGroup, location: place.location }),
  subscription: () => ({
    id: `/subscriptions/${place.subscription}`,
    tenantId: place.tenant,
    subscriptionId: place.subscription,
  }),
  subscriptionResourceId: (type, ...names) =>
    `/subscriptions/${place.subscription}${idOf(String(type), names.map(String))}`,
  resourceId: (type, ...names) => `${groupOf(place)}${idOf(String(type), names.map(String))}`,
  reference: () => identity,
  format: (text, ...values) => String(text).replaceAll(/\{(\d+)\}/g, (_, at) => String(values[Number(at)])),
  equals: (one, other) => one === other,
  not: (value) => value === false,
  if: (condition, one, other) => (condition === true ? one : other),
  guid: (...values) => hashOf(values).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
  uniqueString: (...values) => hashOf(values).slice(0, 13),
});
