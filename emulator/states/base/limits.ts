/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */

/** Input or output of a state, of an execution, or of a task. */
export const PAYLOAD_BYTES = 262_144;
/** Events in one execution's history; the execution fails when it needs more. */
export const HISTORY_EVENTS = 25_000;
/** Iterations of an inline Map that run at once, whatever MaxConcurrency says. */
export const INLINE_CONCURRENCY = 40;
/** Child executions of a Map Run that run at once when MaxConcurrency does not say less. */
export const DISTRIBUTED_CONCURRENCY = 10_000;
/** Open time of an Express child execution. */
export const EXPRESS_SECONDS = 300;
/** How long after its end an execution can be redriven. */
export const REDRIVABLE_DAYS = 14;

export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');
