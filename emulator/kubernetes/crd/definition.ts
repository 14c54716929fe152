import type { KubeObject } from '../../../kube/kube-object.ts';
import type { CustomVersion, OpenApiSchema, ResourceType } from '../discovery/resource-type.ts';
import { customSchema } from './structural.ts';

export interface DefinitionSpec {
  group: string;
  scope: 'Namespaced' | 'Cluster';
  names: DefinitionNames;
  preserveUnknownFields?: boolean;
  conversion?: { strategy?: string };
  versions: DefinitionVersion[];
}

export interface DefinitionNames {
  plural: string;
  singular?: string;
  kind: string;
  listKind?: string;
  shortNames?: string[];
  categories?: string[];
}

export interface DefinitionVersion {
  name: string;
  served: boolean;
  storage: boolean;
  schema?: { openAPIV3Schema?: OpenApiSchema };
  subresources?: { status?: object; scale?: { specReplicasPath: string; statusReplicasPath: string } };
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export function definitionSpec(definition: KubeObject): DefinitionSpec {
  return definition.spec as DefinitionSpec;
}

/** The kinds that a definition serves, its storage version first since objects are kept in that one. */
export function servedTypes(definition: KubeObject): ResourceType[] {
  const spec = definitionSpec(definition);
  const served = spec.versions.filter((version) => version.served);
  return served
    .sort((one, other) => Number(other.storage) - Number(one.storage))
    .map((version) => typeOf(spec, version));
}

function typeOf(
  { group, names, scope, preserveUnknownFields, conversion }: DefinitionSpec,
  version: DefinitionVersion,
): ResourceType {
  const scale = version.subresources?.scale;
  const custom: CustomVersion = {
    openApi: version.schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    preserveUnknownFields: Boolean(preserveUnknownFields),
    webhookConversion: conversion?.strategy === 'Webhook',
    ...(scale ? { scale: { spec: scale.specReplicasPath.slice(1), status: scale.statusReplicasPath.slice(1) } } : {}),
  };
  return {
    group,
    version: version.name,
    apiVersion: `${group}/${version.name}`,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    resource: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === 'Namespaced',
    verbs: VERBS,
    subresources: [...(version.subresources?.status ? ['status'] : []), ...(scale ? ['scale'] : [])],
    schema: customSchema(custom),
    storage: `${group}/${names.plural}`,
    custom,
  };
}
