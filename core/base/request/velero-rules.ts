/** Documents of Velero as a request has them: in Velero's own words, with YAML in texts already read. */
import * as z from 'zod';

const OPERATIONS = ['add', 'remove', 'replace', 'test', 'move', 'copy'] as const;

/**
 * One operation; a value is a text, whose JSON is what Velero makes of it. Operations are in lower case: Velero takes others
 * as valid, and fails on them.
 */
const Patch = z.strictObject({
  operation: z.enum(OPERATIONS),
  path: z.string().min(1),
  from: z.string().default(''),
  value: z.string().default(''),
});
export type VeleroPatch = z.output<typeof Patch>;

const patchData = z.strictObject({ patchData: z.json() });

const Expression = z.strictObject({
  key: z.string(),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.string()).default([]),
});

const Conditions = z.strictObject({
  groupResource: z.string().min(1).max(253).describe('deployments.apps, pods, *.apps'),
  namespaces: z.array(z.string()).default([]).describe('Of the source'),
  resourceNameRegex: z.string().max(1_000).default('').describe("Go's regular expression"),
  labelSelector: z
    .strictObject({
      matchLabels: z.record(z.string(), z.string()).default({}),
      matchExpressions: z.array(Expression).default([]),
    })
    .optional(),
  matches: z.array(z.strictObject({ path: z.string().min(1), value: z.string().default('') })).default([]),
});
export type VeleroConditions = z.output<typeof Conditions>;

/** https://velero.io/docs/v1.18/restore-resource-modifiers/ */
const Modifier = z
  .strictObject({
    conditions: Conditions,
    patches: z.array(Patch).optional(),
    mergePatches: z.array(patchData).optional(),
    strategicPatches: z.array(patchData).optional(),
  })
  .check(({ value: { patches = [], mergePatches = [], strategicPatches = [] }, issues }) => {
    const given = [patches, mergePatches, strategicPatches].filter(({ length }) => length > 0);
    if (given.length === 1) return;
    const message = 'a resource modifier has one of patches, mergePatches and strategicPatches';
    issues.push({ code: 'custom', message, input: given.length });
  });
export type VeleroModifier = z.output<typeof Modifier>;

export const VeleroRules = z.strictObject({
  modifiers: z.array(Modifier).max(100).default([]).describe('resourceModifierRules'),
  images: z.array(z.string()).max(100).default([]).describe('Rows "old,new" of change-image-name'),
  storageClasses: z.record(z.string(), z.string()).default({}).describe('Of change-storage-class'),
});
export type VeleroRules = z.output<typeof VeleroRules>;
