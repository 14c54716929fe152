import type { Json, JsonObject, KubeObject } from '../../../kube/kube-object.ts';
import { applyCustomDefaults } from '../crd/custom-defaults.ts';
import { prune } from '../crd/prune.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { badRequest } from '../errors/status.ts';
import { builtinType } from '../schema/builtin.ts';
import { DecodeError, decode } from '../schema/decode.ts';
import { applyDefaults } from '../schema/defaults.ts';

/**
 * Reads a body as an object of the type, and fills in the static defaults. Returns a copy that may be changed.
 * Throws 400 for another kind or a wrong type; unknown fields vanish, as in a real server.
 */
export function readObject(input: KubeObject, type: ResourceType): KubeObject {
  checkKind(input, type);
  if (typeof input.metadata !== 'object' || input.metadata === null) input = { ...input, metadata: { name: '' } };
  return type.custom ? readCustom(input, type) : readBuiltin(input, type);
}

function checkKind(input: KubeObject, type: ResourceType): void {
  if (input.kind && input.kind !== type.kind) {
    const text = `${input.kind} in version ${JSON.stringify(input.apiVersion ?? '')} cannot be handled as a ${type.kind}`;
    throw badRequest(`${text}: no kind "${input.kind}" is registered for version "${type.apiVersion}"`);
  }
  if (input.apiVersion && input.apiVersion !== type.apiVersion) {
    const expected = `does not match the expected API version (${type.apiVersion})`;
    throw badRequest(`the API version in the data (${input.apiVersion}) ${expected}`);
  }
}

function readBuiltin(input: KubeObject, type: ResourceType): KubeObject {
  const decoded = decodeOrRefuse(input as unknown as Json, type) as JsonObject;
  applyDefaults(decoded, type.schema);
  return { ...decoded, apiVersion: type.apiVersion, kind: type.kind } as unknown as KubeObject;
}

function readCustom(input: KubeObject, type: ResourceType): KubeObject {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = structuredClone(input);
  const content = type.custom!.preserveUnknownFields ? rest : (prune(rest as Json, type.custom!.openApi) as JsonObject);
  applyCustomDefaults(content as Json, type.custom!.openApi);
  const meta = decodeOrRefuse({ metadata } as unknown as Json, type) as { metadata: KubeObject['metadata'] };
  return { apiVersion: type.apiVersion, kind: type.kind, metadata: meta.metadata, ...content } as KubeObject;
}

function decodeOrRefuse(value: Json, type: ResourceType): Json {
  try {
    return decode(value, type.custom ? builtinType('core.v1.PodTemplate') : type.schema);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const head = `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}`;
    throw badRequest(`${head}: ${error.message}`);
  }
}
