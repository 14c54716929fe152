import { describe, expect, it } from 'vitest';
import { OUTSIDE } from '../../../core/translate/tables/outside/outside.ts';

describe('the table of what acts outside', () => {
  it('says each thing once', () => {
    const images = OUTSIDE.flatMap(({ image }) => image ?? []);
    expect(images.filter((image) => images.some((other) => other !== image && image.endsWith(`/${other}`)))).toEqual(
      [],
    );
  });

  it('says of every row where it comes from', () => {
    expect(OUTSIDE.filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
    expect(OUTSIDE.filter(({ kind, image, env }) => [kind, image, env].filter(Boolean).length !== 1)).toEqual([]);
  });
});
