import type { Request, Run } from '../api/types.ts';

/** A request as a line for the command; what no flag says is sent as JSON on standard input. */
export function commandOf(mode: Run['mode'], route: string, request: Request): string {
  const flags = flagsOf(mode, request);
  const words = ['kubeferry', mode, route, ...flags].join(' ');
  // A capture takes no request as JSON: its flags are all that it can be asked for.
  if (mode === 'capture' || !isBeyondFlags(request)) return words;
  return piped(request, `kubeferry ${mode} ${route} --request -`);
}

/** A schedule as a line for the command. An update leaves what it does not name as it is, so it names everything. */
export function scheduleCommandOf(word: 'create' | 'update', route: string, name: string, asked: Asked): string {
  const { request, expression, timeZone, windowMinutes, overlap, enabled } = asked;
  const isNew = word === 'create';
  const when = [
    `--expression '${expression}'`,
    `--time-zone ${timeZone}`,
    ...(isNew && !windowMinutes ? [] : [`--window ${windowMinutes ?? 0}`]),
    ...(isNew && overlap === 'skip' ? [] : [`--overlap ${overlap}`]),
    ...(isNew && !enabled ? ['--paused'] : []),
  ];
  const words = ['kubeferry', 'schedule', word, route, name, ...when];
  if (isNew && !isBeyondFlags(request)) return [...words, ...flagsOf('clone', request)].join(' ');
  return piped(request, [...words, '--request -'].join(' '));
}

interface Asked {
  request: Request;
  expression: string;
  timeZone: string;
  windowMinutes?: number;
  overlap: string;
  enabled: boolean;
}

const piped = (request: Request, words: string) =>
  `echo '${JSON.stringify(request).replaceAll("'", `'\\''`)}' | ${words}`;

function flagsOf(mode: Run['mode'], request: Request): string[] {
  const { selection = {}, mappings = {}, quiesce = {}, target, capture, migrate, ...rest } = request;
  return [
    ...(capture ? [`--name ${capture.name}`, ...(capture.keep ? [`--keep ${capture.keep}`] : [])] : []),
    ...(rest.preset ? [`--preset ${rest.preset}`] : []),
    ...(selection.namespaces ?? []).map((name) => `--namespace ${name}`),
    ...(selection.workload ? [`--workload ${selection.workload}`] : []),
    ...(mode === 'capture' && selection.labelSelector ? [`--selector '${selection.labelSelector}'`] : []),
    ...pairs('--map-namespace', mappings.namespaces),
    ...pairs('--map-storage-class', mappings.storageClasses),
    ...(quiesce.scaleToZero ? ['--quiesce'] : []),
    ...(migrate?.cutOver ? [`--migrate ${migrate.cutOver}`] : []),
    ...(migrate?.maxDowntimeMinutes ? [`--max-downtime ${migrate.maxDowntimeMinutes}`] : []),
    ...(target?.createCluster ? ['--create-cluster'] : []),
    ...(rest.onConflict ? [`--on-conflict ${rest.onConflict}`] : []),
    ...(rest.ttl && mode === 'clone' ? [`--ttl ${rest.ttl}`] : []),
    ...(rest.isolate ? ['--isolate'] : []),
    ...(rest.start === 'scaled-down' ? ['--scaled-down'] : []),
    ...(rest.approval && mode === 'clone' ? ['--approval'] : []),
    ...(rest.planHash && mode === 'clone' ? [`--plan-hash ${rest.planHash}`] : []),
  ];
}

const FLAGS = [
  'preset',
  'migrate',
  'selection',
  'mappings',
  'quiesce',
  'target',
  'onConflict',
  'ttl',
  'isolate',
  'start',
  'approval',
  'planHash',
];

function isBeyondFlags({ selection = {}, mappings = {}, quiesce = {}, ...rest }: Request): boolean {
  const others = (value: object, known: string[]) => Object.keys(value).some((key) => !known.includes(key));
  return (
    others(selection, ['namespaces', 'workload']) ||
    others(mappings, ['namespaces', 'storageClasses']) ||
    others(quiesce, ['scaleToZero']) ||
    others(rest, FLAGS)
  );
}

const pairs = (flag: string, map: Record<string, string> = {}) =>
  Object.entries(map).map(([from, to]) => `${flag} ${from}=${to}`);
