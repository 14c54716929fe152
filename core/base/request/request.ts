import * as z from 'zod';
import { isSystemNamespace } from '../../../kube/system.ts';
import { ttlOf } from './expiry.ts';
import { hookIn } from './hooks/asked-hook.ts';
import { mistakeInSelector } from './label-selector.ts';
import { Migration } from './migration.ts';
import { OutsideOfRequest } from './outside-rows.ts';
import { OwnReference } from './own-references.ts';
import { OwnRules } from './own-rules.ts';
import { Pace } from './pace.ts';
import { PRESET_NAMES } from './presets/preset-names.data.ts';
import { Proof } from './proof.ts';
import { Volumes } from './volumes.ts';
import { workloadNamed } from './workload-name.ts';

const namespace = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a namespace is a DNS label of at most 63 characters');
const sourceNamespace = namespace.refine((name) => !isSystemNamespace(name), {
  error: ({ input }) =>
    `"${input}" is a namespace that each cluster fills for itself, so it is never copied; select others, or none for all but such`,
});
const targetNamespace = namespace.refine((name) => !isSystemNamespace(name), {
  error: ({ input }) =>
    `"${input}" is a namespace that each cluster fills for itself, so nothing is ever put into it; choose another one`,
});
const labelSelector = z.string().check(({ value, issues }) => {
  const message = mistakeInSelector(value);
  if (message) issues.push({ code: 'custom', message, input: value });
});
const objectName = z.string().regex(/^[^\s/%,=]+$/, 'the name of an object has no space and none of /%,=');
const text = z.record(z.string().min(1), z.string().min(1));

/** Which part of the source cluster is copied. That of every namespace has to be said. */
export const Selection = z.strictObject({
  namespaces: z
    .array(sourceNamespace)
    .default([])
    .describe('Source namespaces; one at least, unless allNamespaces is true'),
  allNamespaces: z.boolean().optional().describe('Every namespace of the source but those of the system'),
  labelSelector: labelSelector.optional().describe('Kubernetes label selector that objects must match'),
  includeKinds: z.array(z.string()).optional().describe('Only these kinds, as Kind or Kind.group'),
  excludeKinds: z.array(z.string()).optional().describe('All but these kinds'),
  workload: z
    .string()
    .refine(
      (text) => workloadNamed(text) !== undefined,
      'a workload is written Kind/namespace/name, such as Deployment/shop/web',
    )
    .optional()
    .describe('One workload, with all that it refers to, and what leads to it, scales, guards or watches it'),
  objects: z
    .array(z.strictObject({ kind: z.string(), namespace: sourceNamespace.optional(), name: objectName }))
    .optional()
    .describe('Single objects by name'),
  references: z
    .array(OwnReference)
    .max(100)
    .optional()
    .describe("Fields of one's own kinds that name other objects, besides those that are known"),
});

/** Everything that differs between the two homes and that only the user can know. */
export const RequestMappings = z.strictObject({
  namespaces: z.record(namespace, targetNamespace).default({}),
  storageClasses: text.default({}),
  images: text.default({}),
  roles: text.default({}),
  hosts: text.default({}),
  arns: text.default({}),
  zones: text.default({}),
});

/** What a run is for. */
export const MODES = ['plan', 'clone', 'capture'] as const;

const Capture = z.strictObject({
  name: z
    .string()
    .regex(
      /^(?!latest$)[a-z][a-z0-9-]{0,39}$/,
      'a capture name has lower-case letters, digits and -, at most 40, and is not "latest"',
    )
    .describe('What it is called; captures of one name are versions of each other, such as those of each night'),
  keep: z
    .string()
    .refine((text) => ttlOf(text) !== undefined, 'the time of a capture is written 12h or 3d, and is at most 90d')
    .default('7d')
    .describe('How long after its start it is removed; until then its snapshots are paid for'),
});

/** Names of objects of Kubernetes (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). */
const BACKUP = /^(latest:)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

const Source = z.strictObject({
  capture: z
    .string()
    .regex(/^[0-9A-Za-z_-]{1,80}$/, 'a capture is called by its name, by the id of its run, or "latest"')
    .optional()
    .describe(
      'Clones from what an earlier run has captured, and not from the source cluster: a name, an id, or latest',
    ),
  backup: z
    .string()
    .max(253)
    .regex(BACKUP, 'a backup is called by its name, by "latest", or by "latest:" and the name of a schedule')
    .optional()
    .describe('On a route that begins at backups of Velero: a name, latest (the default), or latest:<schedule>'),
});

const Quiesce = z.strictObject({
  scaleToZero: z
    .boolean()
    .default(false)
    .describe('Scales the selected workloads to zero for the seconds of the snapshot'),
  hooks: z
    .array(hookIn(namespace, labelSelector.min(1)))
    .default([])
    .describe('Commands inside pods, such as a database flush'),
  operators: z
    .boolean()
    .optional()
    .describe('Runs the hook that is known for a database in the pods that its operator runs'),
});

/**
 * The input of StartExecution, of the API and of schedules. Every field may be left out.
 * What a request does not say comes from the route's `defaults`.
 */
export const Request = z.strictObject({
  mode: z
    .enum(MODES)
    .default('clone')
    .describe(
      'plan changes nothing and stops with the plan; capture keeps objects and snapshots of the source, and clones nothing',
    ),
  preset: z
    .enum(PRESET_NAMES)
    .optional()
    .describe('What it is for: sets what neither the request nor the route says; kubeferry presets lists them'),
  capture: Capture.optional().describe('Of mode capture: under which name, and for how long'),
  source: Source.prefault({}),
  profile: z
    .enum(['clone', 'migrate'])
    .default('clone')
    .describe('clone suspends jobs and keeps load balancers internal; migrate does not'),
  selection: Selection.prefault({}),
  mappings: RequestMappings.prefault({}),
  volumes: Volumes.prefault({}),
  quiesce: Quiesce.prefault({}),
  start: z
    .enum(['running', 'scaled-down'])
    .default('running')
    .describe('scaled-down lets nothing run in the target until somebody starts it'),
  isolate: z
    .boolean()
    .default(false)
    .describe('Lets nothing out of the clone but DNS and calls within it, by a network policy for each namespace'),
  outside: z
    .array(OutsideOfRequest)
    .max(100)
    .default([])
    .describe("What of one's own acts outside of its cluster, and how a clone keeps it from that"),
  rules: OwnRules.prefault({}).describe(
    "Rules of one's own, and built-in ones that do not run; where the route lets a request say so",
  ),
  cutOver: z
    .boolean()
    .default(false)
    .describe(
      'Leaves the source at zero once the clone is verified; only with profile migrate and quiesce.scaleToZero, on a route with mayQuiesce',
    ),
  migrate: Migration.optional().describe(
    'Copies in rounds while the source runs, and cuts over when the rest is small; means profile migrate, cutOver and quiesce.scaleToZero',
  ),
  onConflict: z
    .enum(['fail', 'skip', 'update', 'refresh'])
    .default('fail')
    .describe(
      'What happens to objects that the target has already; refresh takes the place of the clone that was made before',
    ),
  ttl: z
    .string()
    .refine((text) => ttlOf(text) !== undefined, 'a time to live is written 12h or 3d, and is at most 90d')
    .optional()
    .describe('How long after its start the clone is removed completely'),
  target: z
    .strictObject({
      createCluster: z
        .boolean()
        .default(false)
        .describe("Makes the target cluster from the source's when there is none; the route says of what"),
    })
    .prefault({}),
  pace: Pace.optional().describe('How fast data may move, and when; never above the pace of the route'),
  proof: Proof.optional().describe(
    'How far each copy is compared with its source: which blocks are written, their SHA-256, or each block read again on both sides; a route may demand more',
  ),
  approval: z
    .boolean()
    .default(false)
    .describe('Waits after the plan until somebody approves it; a route may demand it'),
  driftOf: z
    .string()
    .regex(/^[0-9A-Za-z_-]{1,80}$/, 'the id of a run')
    .optional()
    .describe('Of a plan: it is compared with this clone as it stands, and says what differs'),
  planHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a plan hash has 64 hexadecimal digits')
    .optional()
    .describe('Run only if the plan comes out as this one'),
});
export type Request = z.infer<typeof Request>;
export type RequestInput = z.input<typeof Request>;
