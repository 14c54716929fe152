/**
 * Runs the jobs, at most `concurrency` at once, in order. When one fails, the others are called off through the
 * signal, and the first failure is thrown once all have stopped.
 */
export async function runTogether<T>(
  jobs: readonly ((signal: AbortSignal) => Promise<T>)[],
  concurrency: number,
  outer: AbortSignal,
): Promise<T[]> {
  const group = new AbortController();
  const signal = AbortSignal.any([outer, group.signal]);
  const results: T[] = new Array(jobs.length);
  const failures: unknown[] = [];
  let next = 0;
  const work = async () => {
    while (next < jobs.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await (jobs[index] as (typeof jobs)[number])(signal);
      } catch (error) {
        failures.push(error);
        group.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}
