/** One execution environment: a worker thread that keeps its module state from one invocation to the next. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type FunctionSpec, failure, functionArn, type InvocationResult, MAX_PAYLOAD_BYTES } from './function.ts';
import type { FromWorker, LookedUp, Lookup, ToWorker, WorkerData } from './messages.ts';

export interface ExecutionEnvironment {
  /** False once the thread has ended: after a timeout, an exit, or too much memory. */
  alive: boolean;
  /** One at a time. Never rejects: what goes wrong is a result. */
  invoke(event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

/** Where a connection to a host leads from this function: to an address, or nowhere. */
export type Route = (host: string) => { address: string } | { refused: { code: string; message: string } };

/**
 * Bundles are megabytes, and this folder's own files are TypeScript: the next thread, and the next run, take what was
 * compiled of both from the temporary folder.
 */
const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/** `variables` is the whole environment of the process, as its handler sees it. */
export function startEnvironment(
  spec: FunctionSpec,
  qualifier: string | undefined,
  variables: Record<string, string>,
  log: (text: string) => void,
  route: Route,
): ExecutionEnvironment {
  const worker = new Worker(new URL('./worker-entry.ts', import.meta.url), {
    workerData: workerData(spec, qualifier),
    env: { ...variables, NODE_COMPILE_CACHE: COMPILE_CACHE },
    // Lambda's limit is of the process; the heap is what of it a thread can be held to.
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMegabytes, maxYoungGenerationSizeMb: 16 },
    stdout: true,
    stderr: true,
  });
  worker.unref();
  let settle: (result: InvocationResult) => void = () => {};
  const environment: ExecutionEnvironment = {
    alive: true,
    async invoke(event) {
      const requestId = randomUUID();
      log(`START RequestId: ${requestId} Version: ${qualifier ?? '$LATEST'}\n`);
      const result = await new Promise<InvocationResult>((resolve) => {
        const timer = setTimeout(() => timeOut(requestId), spec.timeoutSeconds * 1000);
        settle = (settled) => {
          clearTimeout(timer);
          resolve(settled);
        };
        const deadline = Date.now() + spec.timeoutSeconds * 1000;
        worker.postMessage({ invocation: { event, requestId, deadline } } satisfies ToWorker);
      });
      log(`END RequestId: ${requestId}\n`);
      return result;
    },
    async stop() {
      environment.alive = false;
      await worker.terminate();
    },
  };
  const end = (result: InvocationResult) => {
    environment.alive = false;
    settle(result);
    void worker.terminate();
  };
  const timeOut = (requestId: string) => {
    const seconds = spec.timeoutSeconds.toFixed(2);
    const text = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
    log(`${text}\n`);
    end(failure('Sandbox.Timedout', text));
  };
  worker.on('message', (message: FromWorker) => {
    if ('log' in message) log(message.log);
    else if ('lookup' in message) lookUp(message.lookup, route, worker);
    else settle(checkSize(message));
  });
  worker.on('error', (error: Error & { code?: string }) => {
    const reason = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : 'exit status 1';
    log(`${error.stack ?? error.message}\n`);
    end(failure('Runtime.ExitError', `Error: Runtime exited with error: ${reason}`));
  });
  worker.on('exit', (code) =>
    end(failure('Runtime.ExitError', `Error: Runtime exited with error: exit status ${code}`)),
  );
  return environment;
}

function lookUp({ id, host }: Lookup, route: Route, worker: Worker): void {
  const lookedUp: LookedUp = { id, ...route(host) };
  worker.postMessage({ lookedUp } satisfies ToWorker);
}

function checkSize(message: Extract<FromWorker, { answer: string } | { error: string }>): InvocationResult {
  if ('error' in message) return { payload: message.error, functionError: 'Unhandled' };
  const size = Buffer.byteLength(message.answer);
  if (size <= MAX_PAYLOAD_BYTES) return { payload: message.answer };
  const text = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
  return failure('Function.ResponseSizeTooLarge', text);
}

function workerData(spec: FunctionSpec, qualifier: string | undefined): WorkerData {
  const dot = spec.handler.lastIndexOf('.');
  const file = join(spec.codeFolder, spec.handler.slice(0, dot));
  const entry = ['.mjs', '.js'].map((extension) => file + extension).find((path) => existsSync(path));
  if (!entry) throw new Error(`The function '${spec.name}' has no ${file}.mjs; was the assembly synthesized?`);
  return {
    entry,
    exportName: spec.handler.slice(dot + 1),
    functionName: spec.name,
    invokedFunctionArn: functionArn(spec) + (qualifier ? `:${qualifier}` : ''),
    memoryMegabytes: spec.memoryMegabytes,
  };
}
