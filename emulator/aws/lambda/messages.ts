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

/** The function's own resolver asks for the address of a host of the emulated network. */
export interface Lookup {
  id: number;
  host: string;
}

/** `refused` is the code and message of the connection that does not come about. */
export type LookedUp = { id: number } & ({ address: string } | { refused: { code: string; message: string } });

export type ToWorker = { invocation: Invocation } | { lookedUp: LookedUp };

/** `answer` and `error` are JSON. */
export type FromWorker = { log: string } | { lookup: Lookup } | { answer: string } | { error: string };
