import { OPERATIONS, type OperationId } from '../../core/serve/api/operations.ts';

/** The command that does what an operation of the API does; `{label}` is what its path has there. */
export const COMMANDS: Record<OperationId, string> = {
  listRoutes: 'routes',
  getRoute: 'routes {route}',
  listWorkloads: 'workloads {route}',
  listBackups: 'backups {route}',
  checkRoute: 'doctor {route}',
  startPlan: 'plan {route}',
  // Shows the plan of a run, and asks.
  getPlan: 'approve {route} {id}',
  listPlanObjects: 'explain {route} {id}',
  startClone: 'clone {route}',
  listClones: 'list {route}',
  getClone: 'status {route} {id}',
  listEvents: 'logs {route} {id}',
  getReport: 'report {route} {id}',
  listFiles: 'report {route} {id} --html',
  getEvidence: 'evidence {route} {id}',
  checkClone: 'check {route} {id}',
  listCloneObjects: 'explain {route} {id}',
  stopClone: 'stop {route} {id}',
  retryClone: 'retry {route} {id}',
  approveClone: 'approve {route} {id}',
  rollBackClone: 'rollback {route} {id}',
  previewRollBack: 'rollback {route} {id} --preview',
  cleanUpClone: 'clean-up {route} {id}',
  listLineages: 'lineages {route}',
  listMembers: 'members {route}',
  getSummary: 'summary {route}',
  listCosts: 'costs {route}',
  startCapture: 'capture {route}',
  listCaptures: 'captures {route}',
  deleteCapture: 'captures {route} --delete {id}',
  listSchedules: 'schedule list {route}',
  createSchedule: 'schedule create {route}',
  getSchedule: 'schedule show {route} {id}',
  putSchedule: 'schedule update {route} {id}',
  deleteSchedule: 'schedule delete {route} {id}',
  getMe: 'whoami',
  getOpenApi: 'openapi',
};

/** `POST /routes/prod-to-dev/clones/clone-1/approve with {"reject": true}`; a full stop after it ends the sentence. */
const OPERATION = /\b(GET|POST|PUT|DELETE) (\/[\w./-]*[\w-])(?: with \{"(\w+)": (?:true|"(\w+)")\})?/g;

/** Starting a run again with what it was asked for. */
const AGAIN = /\bPOST \/routes\/([\w-]+)\/clones and the request of GET \/routes\/\1\/clones\/([\w-]+)/g;

/**
 * A sentence of the API for whoever reads it in a terminal: each operation in it becomes the command for it, and the
 * member of its body a flag. One that no command does stays as it is.
 */
export const inCommands = (sentence: string): string =>
  sentence
    .replace(AGAIN, '`kubeferry clone $1 --repeat $2`')
    .replace(OPERATION, (said, method: string, path: string, member?: string, value?: string) => {
      const command = commandFor(method, path);
      const flag = member ? ` --${kebab(member)}${value ? ` ${value}` : ''}` : '';
      return command ? `\`kubeferry ${command}${flag}\`` : said;
    });

/** Where a mistake is: parameters and headers are flags here, and all else is in the request. */
export const flagOf = (at: string): string =>
  at.replace(/^(?:query|header)\.(.+)$/, (_, name: string) => `--${kebab(name)}`);

function commandFor(method: string, path: string): string | undefined {
  const sent = path.split('/');
  const operation = OPERATIONS.find((each) => {
    const parts = each.path.split('/');
    return each.method === method && parts.length === sent.length && parts.every((part, at) => isAt(part, sent[at]));
  });
  if (!operation) return undefined;
  const labels = new Map(operation.path.split('/').map((part, at) => [part, sent[at] ?? '']));
  return COMMANDS[operation.id].replace(/\{\w+\}/g, (label) => labels.get(label) ?? label);
}

const isAt = (part: string, sent = '') => (part.startsWith('{') ? sent !== '' : part === sent);

const kebab = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
