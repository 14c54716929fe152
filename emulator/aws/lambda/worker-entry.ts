/**
 * Inside a worker thread: loads the bundled function once, then answers one invocation after the other.
 * Not imported by anything; Worker starts it.
 */
import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, Invocation, ToWorker, WorkerData } from './messages.ts';
import { useNetwork } from './network.ts';

const { entry, exportName, functionName, invokedFunctionArn, memoryMegabytes } = workerData as WorkerData;
const post = (message: FromWorker) => parentPort?.postMessage(message);

// Through the same port as the answers, so that every line of an invocation is there before its answer.
const capture = (chunk: Uint8Array | string) => {
  post({ log: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
  return true;
};
process.stdout.write = capture as typeof process.stdout.write;
process.stderr.write = capture as typeof process.stderr.write;

// Node has read it when the thread began; on AWS no function has it.
delete process.env.NODE_COMPILE_CACHE;

// Node reads it when a process starts, as functions on AWS do; this is a thread of one.
if (process.env.NODE_EXTRA_CA_CERTS)
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(process.env.NODE_EXTRA_CA_CERTS, 'utf8')]);

type Handler = (event: unknown, context: object) => unknown;
const loaded = import(pathToFileURL(entry).href).then(
  (module: Record<string, unknown>) => {
    flushCompileCache();
    return handlerOf(module);
  },
  (error: unknown) => ({ failed: { ...describe(error), errorType: importErrorType(error) } }),
);

const { lookedUp } = useNetwork((lookup) => post({ lookup }));

parentPort?.on('message', async (message: ToWorker) => {
  if ('lookedUp' in message) return lookedUp(message.lookedUp);
  const { invocation } = message;
  const handler = await loaded;
  if ('failed' in handler) post({ error: JSON.stringify(handler.failed) });
  else await invoke(handler.run, invocation);
});

function handlerOf(module: Record<string, unknown>): { run: Handler } | { failed: object } {
  const run = module[exportName];
  if (typeof run === 'function') return { run: run as Handler };
  const errorMessage = `${exportName} is undefined or not exported`;
  return { failed: { errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] } };
}

async function invoke(run: Handler, { event, requestId, deadline }: Invocation): Promise<void> {
  try {
    const answer = await run(JSON.parse(event), contextOf(requestId, deadline));
    post({ answer: JSON.stringify(answer) ?? 'null' });
  } catch (error) {
    post({ error: JSON.stringify(describe(error)) });
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(awsRequestId: string, deadline: number): object {
  return {
    awsRequestId,
    functionName,
    functionVersion: invokedFunctionArn.split(':')[7] ?? '$LATEST',
    invokedFunctionArn,
    memoryLimitInMB: String(memoryMegabytes),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function importErrorType(error: unknown): string {
  if (error instanceof SyntaxError) return 'Runtime.UserCodeSyntaxError';
  const missing = (error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND';
  return missing ? 'Runtime.ImportModuleError' : (error as Error).name;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}
