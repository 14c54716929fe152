import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { bareMaps } from '../../core/base/request/bare-maps.ts';
import { OwnReference } from '../../core/base/request/own-references.ts';
import { Request, RequestMappings } from '../../core/base/request/request.ts';
import { withVeleroClasses } from '../../core/base/request/velero-classes.ts';

const Resource = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  resource: z.string(),
  namespaced: z.boolean(),
  verbs: z.array(z.string()).default(['get', 'list']),
});

const KubeManifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** What is known of one cluster; whatever is left out makes the rules that need it silent. */
const Facts = z.strictObject({
  cloud: z.enum(['aws', 'azure']).default('aws'),
  cluster: z.string().default('cluster'),
  account: z.string().default(''),
  region: z.string().default(''),
  zones: z.array(z.string()).default([]),
  version: z.string().default(''),
  served: z.array(Resource).default([]),
  storageClasses: z.array(KubeManifest).default([]),
  drivers: z.array(z.string()).default([]),
  nodeLabels: z.array(z.record(z.string(), z.string())).default([]),
  present: z.array(z.string()).default([]),
  networkPolicy: z
    .strictObject({ by: z.enum(['Amazon VPC CNI', 'EKS Auto Mode', 'Calico', 'Cilium']), on: z.boolean() })
    .optional(),
});

const Volume = z.strictObject({
  volumeId: z
    .string()
    .regex(
      /^(vol-[0-9a-f]+|\/subscriptions\/.+\/disks\/[^/]+)$/,
      'a volume id looks like vol-0a1b2c, that of a managed disk like /subscriptions/…/disks/data',
    ),
  zone: z.string(),
  sizeGiB: z.int().positive(),
});

/** The options file of `kubeferry translate`: docs/examples/translate-options.yaml is one with comments. */
export const TranslateOptions = z.strictObject({
  profile: z.enum(['clone', 'migrate']).default('clone'),
  mappings: RequestMappings.prefault({}),
  start: Request.shape.start,
  isolate: Request.shape.isolate,
  outside: Request.shape.outside,
  rules: Request.shape.rules,
  /** Fields of one's own that name other objects, as `selection.references` of a request. */
  references: z.array(OwnReference).max(100).default([]),
  source: Facts.prefault({}),
  target: Facts.prefault({}),
  /** Claim `namespace/name` -> copied volume. */
  volumes: z.record(z.string(), Volume).default({}),
  skippedClaims: z.array(z.string()).default([]),
});
export type TranslateOptions = z.infer<typeof TranslateOptions>;

/** Reads the options (YAML or JSON); every mistake with its path. */
export function readOptions(file: string): { options?: TranslateOptions; problems: string[] } {
  let given: unknown;
  try {
    given = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing ? 'there is no such file.' : (error as Error).message.split('\n')[0];
    return { problems: [`${file}: ${reason}`] };
  }
  const parsed = TranslateOptions.safeParse(given);
  if (parsed.success) return { options: withVeleroClasses(bareMaps(parsed.data)), problems: [] };
  return {
    problems: parsed.error.issues.map(
      (issue) => `${file}: ${issue.path.join('.') || 'the document'}: ${issue.message}`,
    ),
  };
}
