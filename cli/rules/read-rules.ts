import { existsSync, readFileSync } from 'node:fs';
import { bareMaps } from '../../core/base/request/bare-maps.ts';
import { OwnRule, OwnRules } from '../../core/base/request/own-rules.ts';
import { problemsOf } from '../../core/base/request/problems-of.ts';
import { badInput } from '../exit-codes.ts';
import { parseKubernetesYaml } from '../kubernetes-yaml.ts';

/** Rules of a file, YAML or JSON: one rule, a list of them, or `own` and `disable` as a request has them. Throws every mistake. */
export function readRules(file: string): OwnRules {
  const given = shaped(documentIn(file));
  const parsed = OwnRules.safeParse(given);
  if (parsed.success) return bareMaps(parsed.data);
  throw badInput(problemsOf(parsed.error, OwnRules, given).map(({ at, message }) => `${file}: ${at}: ${message}`));
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
