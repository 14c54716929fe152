import { functionLogs } from '../../adapters/aws/function-logs.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import type { EventList } from '../../core/serve/api/event-schemas.ts';
import { type ConnectionFlags, locate } from './locate.ts';

/** Logs are written a little after what they tell. */
const AROUND_MS = 60_000;

/** What the functions have logged about a run, or why it can't be read: a right of its own, which many a reader lacks. */
export async function printFunctionLogs(
  flags: ConnectionFlags,
  id: string,
  events: EventList['events'],
): Promise<string> {
  const times = events.map(({ at }) => Date.parse(at));
  if (times.length === 0) return '';
  const { region, credentials } = await locate(flags);
  const place = { region, credentials: () => credentials() };
  const query = { cloneId: id, from: Math.min(...times) - AROUND_MS, to: Math.max(...times) + AROUND_MS };
  try {
    const lines = await functionLogs(place, query);
    const said = lines.map(
      ({ at, step, message }) => `  ${at.replace(' ', 'T').replace(/\.\d+$/, 'Z')} ${step}: ${message}\n`,
    );
    return `\nWhat its functions have logged (CloudWatch Logs):\n${said.join('') || '  nothing\n'}`;
  } catch (error) {
    const { message } =
      error instanceof KubeferryError && error.cause instanceof Error ? error.cause : (error as Error);
    return (
      `\nWhat its functions have logged can't be read: ${message.replace(/\.?$/, '.')} It needs logs:StartQuery and ` +
      "logs:GetQueryResults in the hub's account, on the log groups /aws/lambda/kubeferry-*.\n"
    );
  }
}
