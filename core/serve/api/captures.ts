import type { KeptCapture } from '../../base/captures/capture.ts';
import { capturesOf } from '../../base/captures/register.ts';
import { PRICES } from '../../plan/cost/prices.data.ts';
import { HOURS_A_MONTH } from '../../plan/cost/usage.ts';
import type { CaptureView } from './capture-schemas.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, routeOf } from './request.ts';
import { cloneOf, rollBack } from './roll-back.ts';

/** Also what another route has taken of the same cluster: whoever may clone from the cluster may clone from those. */
export async function listCaptures(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const { source } = routeOf(tools, request);
  const pricePerGiBHour = source.kind === 'aks' ? 0 : PRICES.snapshotPerGiBHour;
  const captures = await capturesOf(tools.store, source);
  return jsonAnswer(200, { captures: captures.map((each) => viewOf(each, pricePerGiBHour)) });
}

/** Removes what the run of the capture has made, as its roll-back does. */
export async function deleteCapture(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const { name: route } = routeOf(tools, request);
  const id = request.labels.id ?? '';
  const { mode } = await cloneOf(tools, id, route);
  if (mode === 'capture') return rollBack(request, tools);
  throw new Refusal(
    'not-found',
    `Run ${id} of route "${route}" is no capture; GET /routes/${route}/captures lists those.`,
  );
}

const viewOf = ({ users, ...capture }: KeptCapture, pricePerGiBHour: number): CaptureView => ({
  ...capture,
  dollarsPerMonth: Math.round(capture.gibibytes * pricePerGiBHour * HOURS_A_MONTH * 100) / 100,
  usedBy: users.map(({ cloneId }) => cloneId),
});
