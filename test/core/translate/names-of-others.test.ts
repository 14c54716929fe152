import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../core/base/request/parse-request.ts';
import { replayChanges, translateObject } from '../../../core/translate/pipeline.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { contextFor } from './support.ts';

const route = { name: 'prod-to-dev', defaults: {}, limits: {}, mayQuiesce: false };
const selection = { namespaces: ['shop'] };
const { mappings } = parseRequest({ selection, mappings: { namespaces: { shop: 'shop-test' } } }, route);

/** As JSON has it: the keys are the object's own. */
const settings = (namespace: string): KubeObject =>
  JSON.parse(`{
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "toString", "namespace": "${namespace}", "uid": "1", "annotations": {"constructor": "a", "__proto__": "b"}},
    "data": {"constructor": "one", "__proto__": "two", "toString": "three"}
  }`);

describe('names that every object of JavaScript has', () => {
  it.each(['constructor', 'valueof', 'shop'])('are names like others, in namespace %s', (namespace) => {
    const source = settings(namespace);
    const { object, changes } = translateObject(source, { ...contextFor([source]), mappings });
    expect(object?.metadata.namespace).toBe(namespace === 'shop' ? 'shop-test' : namespace);
    expect(Object.entries(object?.data as object)).toEqual([
      ['constructor', 'one'],
      ['__proto__', 'two'],
      ['toString', 'three'],
    ]);
    expect(JSON.stringify(replayChanges(source, changes))).toBe(JSON.stringify(object));
  });
});
