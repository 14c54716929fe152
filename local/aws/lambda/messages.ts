/** What travels between the host of a function and its worker thread. */
export interface WorkerData {
  /** File of the handler. */
  entry: string;
  exportName: string;
  functionName: string;
  /** With the qualifier, when one was given. */
  invokedFunctionArn: string;
  memoryMegabytes: number;
}

export interface Invocation {
  /** JSON. */
  event: string;
  requestId: string;
  /** Milliseconds since 1970. */
  deadline: number;
}

/** `answer` and `error` are JSON. */
export type FromWorker = { log: string } | { answer: string } | { error: string };
