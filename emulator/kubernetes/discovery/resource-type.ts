import type { StructSchema } from '../schema/schema.ts';

/** One served kind in one version. */
export interface ResourceType {
  group: string;
  version: string;
  /** `apps/v1`, or `v1` in the core group. */
  apiVersion: string;
  kind: string;
  listKind: string;
  /** Plural name in URLs. */
  resource: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  verbs: string[];
  subresources: string[];
  schema: StructSchema;
  /** Where its objects live; the same for all versions of a kind. */
  storage: string;
  /** Only for kinds of a CustomResourceDefinition. */
  custom?: CustomVersion;
}

export interface CustomVersion {
  /** The version's `openAPIV3Schema`, as the definition has it. */
  openApi: OpenApiSchema;
  preserveUnknownFields: boolean;
  /** True when versions are converted by a webhook, which this server does not call. */
  webhookConversion: boolean;
  /** JSON path without the leading dot, of the scale subresource. */
  scale?: { spec: string; status: string };
}

/** The part of apiextensions.k8s.io/v1 JSONSchemaProps that is looked at. */
export interface OpenApiSchema {
  type?: string;
  properties?: Record<string, OpenApiSchema>;
  additionalProperties?: OpenApiSchema | boolean;
  items?: OpenApiSchema;
  required?: string[];
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  nullable?: boolean;
  default?: unknown;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: string;
}
