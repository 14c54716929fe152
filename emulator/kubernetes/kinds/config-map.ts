import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { type FieldError, forbiddenField, invalidValue, required } from '../errors/field-error.ts';
import { immutableFields } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';

const IMMUTABLE = 'field is immutable when `immutable` is set';
const KEY_DETAIL = `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`;
/** etcd cannot hold more in one object (core.MaxSecretSize). */
const MAX_BYTES = 1024 * 1024;

export const configMapRules: KindRules = {
  storage: '/configmaps',
  validate: (object) => dataProblems(object),
  validateUpdate: (object, old) => lockedProblems(object, old, ['data', 'binaryData']),
};

export const secretRules: KindRules = {
  storage: '/secrets',
  complete: mergeStringData,
  validate: (object) => [...dataProblems(object), ...typeProblems(object)],
  validateUpdate: (object, old) => [
    ...immutableFields(object, old, ['type'], ''),
    ...lockedProblems(object, old, ['data']),
  ],
};

function mergeStringData(object: KubeObject): void {
  const { stringData, data } = object as { stringData?: Record<string, string>; data?: Record<string, string> };
  if (!stringData) return;
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  object.data = { ...data, ...Object.fromEntries(encoded) };
  delete object.stringData;
}

function lockedProblems(object: KubeObject, old: KubeObject, fields: string[]): FieldError[] {
  if (!old.immutable) return [];
  const unlocked = object.immutable ? [] : [forbiddenField('immutable', IMMUTABLE)];
  const changed = fields.filter((field) => !isDeepStrictEqual(object[field], old[field]));
  return [...unlocked, ...changed.map((field) => forbiddenField(field, IMMUTABLE))];
}

function dataProblems(object: KubeObject): FieldError[] {
  const parts = ['data', 'binaryData'].map(
    (field) => [field, (object[field] ?? {}) as Record<string, string>] as const,
  );
  const bytes = parts.flatMap(([, part]) => Object.values(part)).reduce((sum, value) => sum + value.length, 0);
  const keys = parts.flatMap(([field, part]) =>
    Object.keys(part)
      .filter((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key))
      .map((key) => invalidValue(`${field}[${key}]`, key, KEY_DETAIL)),
  );
  const tooLong = {
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${MAX_BYTES} bytes`,
    field: 'data',
  };
  return bytes > MAX_BYTES * 1.4 ? [...keys, tooLong] : keys;
}

function typeProblems(object: KubeObject): FieldError[] {
  const data = (object.data ?? {}) as Record<string, string>;
  const needs = REQUIRED_KEYS[String(object.type)] ?? [];
  const missing = needs.filter((key) => data[key] === undefined).map((key) => required(`data[${key}]`));
  const account = 'kubernetes.io/service-account.name';
  const unnamed = object.type === 'kubernetes.io/service-account-token' && !object.metadata.annotations?.[account];
  return unnamed ? [...missing, required(`metadata.annotations[${account}]`)] : missing;
}

const REQUIRED_KEYS: Record<string, string[]> = {
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
