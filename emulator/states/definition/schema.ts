import * as z from 'zod';
import { isTimestamp } from '../base/timestamp.ts';

/**
 * The part of the Amazon States Language that is implemented, in JSONata
 * (https://states-language.net/spec.html, https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html).
 * Strict: a field that is not here is refused, never ignored.
 */
const name = z.string().min(1).max(80);
const template = z.json();
const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'neither a constant of the right kind nor a {% … %} expression');
const integer = (least: number) => z.union([z.int().min(least), expression]);
const percentage = z.union([z.number().min(0).max(100), expression]);
const assign = z.record(z.string(), template);
const next = { Next: name.optional(), End: z.literal(true).optional() };
const common = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const data = { Output: template.optional(), Assign: assign.optional() };
const errorNames = z.array(z.string().min(1)).min(1);

const Retrier = z.strictObject({
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
  Comment: z.string().optional(),
});
const Catcher = z.strictObject({ ErrorEquals: errorNames, Next: name, ...data, Comment: z.string().optional() });
const handling = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

const Pass = z.strictObject({ Type: z.literal('Pass'), ...common, ...data, ...next });
const Task = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  Resource: z.string(),
  Arguments: template.optional(),
  TimeoutSeconds: integer(1).optional(),
  HeartbeatSeconds: integer(1).optional(),
  ...data,
  ...handling,
  ...next,
});
const ChoiceRule = z.strictObject({
  Condition: z.union([z.boolean(), expression]),
  Next: name,
  ...data,
  Comment: z.string().optional(),
});
const Choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Choices: z.array(ChoiceRule).min(1),
  Default: name.optional(),
  ...data,
});
const Wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  Seconds: z.union([z.int().min(0).max(99_999_999), expression]).optional(),
  Timestamp: z.union([z.string().refine(isTimestamp, 'no RFC 3339 timestamp'), expression]).optional(),
  ...data,
  ...next,
});
const Succeed = z.strictObject({ Type: z.literal('Succeed'), ...common, Output: template.optional() });
const Fail = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

const states = z.record(
  name,
  z.lazy((): z.ZodType => State),
);
const WorkflowFields = z.strictObject({ Comment: z.string().optional(), StartAt: name, States: states });

const Parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  Branches: z.array(WorkflowFields).min(1),
  Arguments: template.optional(),
  ...data,
  ...handling,
  ...next,
});

const ProcessorConfig = z.strictObject({
  Mode: z.enum(['INLINE', 'DISTRIBUTED']).default('INLINE'),
  ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
});
const ItemProcessor = z.strictObject({
  ProcessorConfig: ProcessorConfig.default({ Mode: 'INLINE' }),
  ...WorkflowFields.shape,
});
const ItemReader = z.strictObject({
  Resource: z.enum(['arn:aws:states:::s3:getObject', 'arn:aws:states:::s3:listObjectsV2']),
  ReaderConfig: z
    .strictObject({ InputType: z.enum(['JSON', 'JSONL']).optional(), MaxItems: integer(1).optional() })
    .default({}),
  Arguments: template,
});
const ItemBatcher = z.strictObject({
  MaxItemsPerBatch: integer(1).optional(),
  MaxInputBytesPerBatch: integer(1).optional(),
  BatchInput: template.optional(),
});
const ResultWriter = z.strictObject({ Resource: z.literal('arn:aws:states:::s3:putObject'), Arguments: template });

const MapState = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  Items: template.optional(),
  ItemReader: ItemReader.optional(),
  ItemSelector: template.optional(),
  ItemBatcher: ItemBatcher.optional(),
  ItemProcessor,
  MaxConcurrency: integer(0).optional(),
  ToleratedFailureCount: integer(0).optional(),
  ToleratedFailurePercentage: percentage.optional(),
  ResultWriter: ResultWriter.optional(),
  Label: z
    .string()
    .max(40)
    .regex(/^[\w.@=+-]+$/)
    .optional(),
  ...data,
  ...handling,
  ...next,
});

const State: z.ZodType = z.discriminatedUnion('Type', [Pass, Task, Choice, Wait, Succeed, Fail, Parallel, MapState]);

export const StateMachine = z.strictObject({
  ...WorkflowFields.shape,
  QueryLanguage: z.literal('JSONata', 'only JSONata is implemented; set "QueryLanguage": "JSONata" at the top'),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
  Version: z.literal('1.0').optional(),
});

/** A scope of states: a machine, a branch, or an item processor. */
export interface Workflow {
  Comment?: string;
  StartAt: string;
  States: Record<string, State>;
}
type Flat = typeof Pass | typeof Task | typeof Choice | typeof Wait | typeof Succeed | typeof Fail;
type Nested<S extends z.ZodType, Key extends keyof z.infer<S>> = Omit<z.infer<S>, Key>;
export type State =
  | z.infer<Flat>
  | (Nested<typeof Parallel, 'Branches'> & { Branches: Workflow[] })
  | (Nested<typeof MapState, 'ItemProcessor'> & {
      ItemProcessor: Workflow & { ProcessorConfig: z.infer<typeof ProcessorConfig> };
    });
export type StateOf<T extends State['Type']> = Extract<State, { Type: T }>;
export type StateMachine = Workflow & { QueryLanguage: 'JSONata'; TimeoutSeconds?: number; Version?: '1.0' };
export type Retrier = z.infer<typeof Retrier>;
export type Catcher = z.infer<typeof Catcher>;
