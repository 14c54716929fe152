import type { Problem } from '../errors.ts';
import { AUTO, WITHOUT_DATA } from '../strategies.ts';
import { runsCommands } from './quiesces.ts';
import type { Request } from './request.ts';
import type { Route } from './route.ts';

type Checks = [isWrong: boolean, at: string, message: string][];

/** What a request for a capture, or for a clone of one, says that does not go together: all of it at once. */
export function captureProblems(request: Request, route: Pick<Route, 'name' | 'mayCapture'>): Problem[] {
  const checks = [
    ...modeChecks(request, route),
    ...(request.mode === 'capture' ? ofCapture(request) : []),
    ...(request.source.capture === undefined ? [] : ofClone(request)),
  ];
  return checks.flatMap(([isWrong, at, message]) => (isWrong ? [{ at, message }] : []));
}

function modeChecks({ mode, capture }: Request, route: Pick<Route, 'name' | 'mayCapture'>): Checks {
  if (mode !== 'capture')
    return [[capture !== undefined, 'capture', 'It belongs to mode "capture"; leave it out, or set that mode.']];
  return [
    [capture === undefined, 'capture', 'A capture needs a name; set "capture": {"name": "nightly"}.'],
    [
      route.mayCapture !== true,
      'mode',
      `Route "${route.name}" keeps no captures, which the source's account would pay for; set mayCapture in its kubeferry.config.ts.`,
    ],
  ];
}

/** Nothing is made in the target: what says how it would be is a mistake, and not just without effect. */
function ofCapture(request: Request): Checks {
  const { source, preset, cutOver, migrate, ttl, approval, planHash, target, volumes } = request;
  const { origins = {}, sizes = {}, classes = {} } = volumes;
  const brought =
    volumes.strategy !== AUTO ||
    Object.values(volumes.claims).some((name) => name !== WITHOUT_DATA) ||
    [origins, sizes, classes].some(isFilled);
  return [
    [source.capture !== undefined, 'source.capture', 'A capture is taken of the cluster; leave source out.'],
    [preset !== undefined, 'preset', 'A preset is for clones and migrations; leave it out of a capture.'],
    [migrate !== undefined, 'migrate', 'A capture leaves the source as it is; leave migrate out.'],
    [cutOver && !migrate, 'cutOver', 'A capture leaves the source as it is; leave cutOver out.'],
    [ttl !== undefined, 'ttl', 'A capture is removed when its own time is over; set capture.keep.'],
    [approval || planHash !== undefined, 'approval', 'A capture changes no target, so there is nothing to approve.'],
    [target.createCluster, 'target.createCluster', 'A capture makes no cluster; leave it out.'],
    [
      brought,
      'volumes',
      `How volumes travel is said by each clone of the capture; only "${WITHOUT_DATA}" of single claims means something here.`,
    ],
    ...ofTarget(request),
  ];
}

/** What becomes of the objects: they are kept as they are. */
function ofTarget({ mappings, rules, outside, onConflict, isolate, start }: Request): Checks {
  const said = {
    mappings: Object.values(mappings).some(isFilled),
    rules: isFilled(rules.own) || isFilled(rules.disable),
    outside: isFilled(outside),
    onConflict: onConflict !== 'fail',
    isolate,
    start: start !== 'running',
  };
  return Object.entries(said).map(([at, isSaid]) => [
    isSaid,
    at,
    `A capture is kept as it is; leave ${at} out, and say it to each clone of the capture.`,
  ]);
}

const isFilled = (some: object) => Object.keys(some).length > 0;

function ofClone({ quiesce, cutOver, migrate, target }: Request): Checks {
  return [
    [migrate !== undefined, 'migrate', 'A clone of a capture does not touch the source; leave migrate out.'],
    [
      (quiesce.scaleToZero && !migrate) || runsCommands(quiesce),
      'quiesce',
      'Nothing runs in a capture; leave quiesce out.',
    ],
    [cutOver && !migrate, 'cutOver', 'A clone of a capture does not touch the source; leave cutOver out.'],
    [
      target.createCluster,
      'target.createCluster',
      'A cluster is made from the blueprint of the source, which a capture does not hold; make it by a run from the source first.',
    ],
  ];
}
