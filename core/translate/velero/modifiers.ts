/**
 * Velero's resource modifiers (https://velero.io/docs/v1.18/restore-resource-modifiers/): conditions of all are judged on the
 * object as it was before the first, and each changes what the one before has made.
 */
import { isRecord } from '../../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import type { PatchOperation } from '../../base/request/own-rules.ts';
import type { VeleroModifier } from '../../base/request/velero-rules.ts';
import { OWN_GROUPS } from '../own/merge-keys.data.ts';
import { changedTo } from '../own/own-rule.ts';
import {
  asksSecretValue,
  mergesSecretValue,
  movesSecretValue,
  setsSecretValue,
  WRITES_SECRET,
} from '../own/secret-values.ts';
import { strategicMerge } from '../own/strategic-merge.ts';
import type { Rule } from '../rule.ts';
import { block } from '../verdicts.ts';
import { type Condition, conditionOf } from './conditions.ts';
import { applyPatch, type Operation, PatchFailure } from './json-patch.ts';
import { jsonOf } from './json-value.ts';
import { veleroMerge } from './merge-patch.ts';

const VELERO_MODIFIERS = 'velero-modifiers';

export function veleroModifiers(modifiers: readonly VeleroModifier[]): Rule {
  const compiled = modifiers.map(compile);
  return {
    name: VELERO_MODIFIERS,
    description: `Resource modifiers of Velero: ${modifiers.length}.`,
    appliesTo: ['*'],
    apply: (object, context) => {
      let at = 0;
      try {
        const fitting = compiled.filter(({ isAbout }, index) => {
          at = index;
          return isAbout(object, context);
        });
        let current: unknown = object;
        for (const { index, modify } of fitting) {
          at = index;
          current = modify(current as KubeObject);
        }
        return fitting.length === 0 ? { do: 'keep' } : changedTo(current, object, { name: VELERO_MODIFIERS });
      } catch (error) {
        return block(
          `Resource modifier ${at + 1} of Velero cannot be applied to it: ${(error as Error).message}. Let its conditions leave it out, or correct it.`,
        );
      }
    },
  };
}

interface Compiled {
  index: number;
  isAbout: Condition;
  /** Throws a sentence. */
  modify: (object: KubeObject) => unknown;
}

function compile(
  { conditions, patches = [], mergePatches = [], strategicPatches = [] }: VeleroModifier,
  index: number,
): Compiled {
  return {
    index,
    isAbout: lazily(() => conditionOf(conditions)),
    modify: (object) => {
      if (patches.length > 0) return patched(object, patches.map(operationOf));
      if (mergePatches.length > 0) return merged(object, mergePatches, veleroMerge);
      if (!OWN_GROUPS.includes(groupOf(object.apiVersion)))
        throw new Error("a strategic merge is for Kubernetes' own kinds; use mergePatches for this one");
      return merged(object, strategicPatches, strategicMerge);
    },
  };
}

/** One that does not compile fails where it is evaluated, as in Velero, and not where it is read. */
function lazily(make: () => Condition): Condition {
  let made: Condition | undefined;
  return (object, context) => {
    made ??= make();
    return made(object, context);
  };
}

/** Velero writes the JSON of an operation by a template, and so a text in it may end it. */
function operationOf({ operation, from, path, value }: NonNullable<VeleroModifier['patches']>[number]): Operation {
  const text = `{"op": "${operation}", "from": "${from}", "path": "${path}", "value": ${jsonOf(value)}}`;
  try {
    return JSON.parse(text) as Operation;
  } catch {
    throw new Error(`${operation} ${path} has no JSON for its value`);
  }
}

/** Where a test fails, the whole modifier leaves the object as it was. */
function patched(object: KubeObject, operations: readonly Operation[]): unknown {
  const asOwn = operations as unknown as PatchOperation[];
  if (asOwn.some((each) => (each.op === 'move' || each.op === 'copy') && movesSecretValue(object, each)))
    throw new Error('it would copy a value of a Secret to where it could be read');
  if (asOwn.some((each) => setsSecretValue(object, each))) throw new Error(WRITES_SECRET);
  if (asOwn.some((each) => asksSecretValue(object, each))) throw new Error('it asks for a value of a Secret');
  try {
    return applyPatch(object, operations);
  } catch (error) {
    if (error instanceof PatchFailure && error.kind === 'test') return object;
    throw error;
  }
}

function merged(
  object: KubeObject,
  patches: readonly { patchData: unknown }[],
  merge: (target: unknown, patch: unknown) => unknown,
): unknown {
  return patches.reduce<unknown>((current, { patchData }) => {
    if (isRecord(patchData) && mergesSecretValue(object, patchData)) throw new Error(WRITES_SECRET);
    return merge(current, patchData);
  }, object);
}
