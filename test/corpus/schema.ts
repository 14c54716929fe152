import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Json, KubeObject } from '../../kube/kube-object.ts';

/** What is read of a schema of OpenAPI v3, as API servers and definitions of custom resources have it. */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  type?: string;
  format?: string;
  enum?: Json[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}

/** Types by `apiVersion Kind`, and what their parts refer to. */
export interface Types {
  ofKind: ReadonlyMap<string, Schema>;
  resolve: (schema: Schema) => Schema;
}

/** The types of an OpenAPI document of an API server, and of definitions of custom resources. */
export function typesIn(schemas: Record<string, Schema>, definitions: readonly KubeObject[] = []): Types {
  const ofKind = new Map<string, Schema>();
  for (const schema of Object.values(schemas))
    for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? [])
      if (schema.properties?.metadata && !kind.endsWith('List'))
        ofKind.set(`${group ? `${group}/` : ''}${version} ${kind}`, schema);
  for (const { spec } of definitions) {
    const { group, names, versions } = spec as {
      group: string;
      names: { kind: string };
      versions: { name: string; schema?: { openAPIV3Schema?: Schema } }[];
    };
    for (const { name, schema } of versions)
      if (schema?.openAPIV3Schema) ofKind.set(`${group}/${name} ${names.kind}`, schema.openAPIV3Schema);
  }
  const resolve = (schema: Schema): Schema => {
    const name = (schema.$ref ?? schema.allOf?.find(({ $ref }) => $ref)?.$ref)?.split('/').at(-1);
    return name === undefined ? schema : ({ ...schemas[name], title: name.split('.').at(-1) } as Schema);
  };
  return { ofKind, resolve };
}

const read = (name: string) =>
  JSON.parse(gunzipSync(readFileSync(new URL(`../fixtures/${name}`, import.meta.url))).toString('utf8'));

/** Definitions of custom resources that are kept in this repository. */
export const KEPT_DEFINITIONS: readonly KubeObject[] = ['strimzi', 'percona-xtradb'].flatMap((name) =>
  read(`operators/${name}.json.gz`),
);

/** The types of Kubernetes as they are recorded, and these. */
export const recordedTypes = (): Types =>
  typesIn(read('openapi/kubernetes-1.36.json.gz').components.schemas, KEPT_DEFINITIONS);
