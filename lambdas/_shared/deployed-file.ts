import { readFileSync } from 'node:fs';
import { KubeferryError } from '../../core/base/errors.ts';

/** A JSON file that was deployed beside the code of this function. */
export function deployedFile(name: string): unknown {
  try {
    return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
  } catch (cause) {
    throw new KubeferryError('NotFound', `The function has no ${name} beside its code: deploy the hub again.`, {
      cause,
    });
  }
}
