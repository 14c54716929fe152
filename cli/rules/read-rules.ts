import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bareMaps } from '../../core/base/request/bare-maps.ts';
import { OwnRule, OwnRules } from '../../core/base/request/own-rules.ts';
import { problemsOf } from '../../core/base/request/problems-of.ts';
import { badInput } from '../exit-codes.ts';
import { parseKubernetesYaml } from '../kubernetes-yaml.ts';
import { readVelero } from './read-velero.ts';

/** Rules of a file, YAML or JSON: one rule, a list of them, or `own`, `disable` and `velero` as a request has them, and of Velero the files too. Throws every mistake. */
export function readRules(file: string): OwnRules {
  const given = withVelero(shaped(documentIn(file)), file);
  const parsed = OwnRules.safeParse(given);
  if (parsed.success) return bareMaps(parsed.data);
  throw badInput(problemsOf(parsed.error, OwnRules, given).map(({ at, message }) => `${file}: ${at}: ${message}`));
}

/** Files of Velero are named beside the file of the rules; a request has what is in them. */
function withVelero(given: Record<string, unknown>, file: string): Record<string, unknown> {
  const { velero } = given;
  if (!Array.isArray(velero)) return given;
  return { ...given, velero: readVelero(velero.map((each) => join(dirname(file), String(each)))) };
}

function documentIn(file: string): unknown {
  if (!existsSync(file)) throw badInput([`${file}: there is no such file.`]);
  const [document, ...more] = parseKubernetesYaml(readFileSync(file, 'utf8'));
  const [mistake] = document?.errors ?? [];
  if (mistake) throw badInput([`${file}: ${mistake.message.split('\n')[0]}`]);
  if (!document || more.length > 0) throw badInput([`${file}: it has to be one document.`]);
  return document.toJS();
}

function shaped(given: unknown): Record<string, unknown> {
  if (Array.isArray(given)) return { own: given };
  const map = (given ?? {}) as Record<string, unknown>;
  return Object.keys(OwnRule.shape).some((field) => Object.hasOwn(map, field)) ? { own: [map] } : map;
}
