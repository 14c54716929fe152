import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Stage, WaveItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { ShardWriter } from '../../base/run/records.ts';
import type { TranslationContext } from '../../translate/context.ts';
import { waveOptions } from '../../translate/order.ts';
import { translateObject } from '../../translate/pipeline.ts';
import { withoutPasswords } from '../../translate/privacy.ts';
import { toldChanges } from '../../translate/told-changes.ts';
import type { Translation } from '../../translate/translation.ts';
import { waveOf } from '../../translate/waves.ts';
import { OwnerLinks } from '../owners/owner-links.ts';

/** What is kept of a translation for the report: without the object, which the wave's shard has. */
export type TranslationRecord = Omit<Translation, 'object'>;

export interface StageOptions {
  /** Has a reason for what is not copied although no rule leaves it out. */
  whyLeftOut?: (translation: Translation) => string | undefined;
  /** Data is masked before anybody gets rights in the clone. */
  masked?: boolean;
  /** What is applied besides what was exported. */
  added?: readonly { wave: string; objects: KubeObject[] }[];
}

/**
 * Translates the export for one stage and lays the objects down by wave, so that the machine can apply the shards of a
 * wave in parallel. Objects that are dropped or blocked are recorded with the stage `foundation`, also those that
 * `whyLeftOut` has a reason for.
 */
export async function translateStage(
  shards: AsyncIterable<KubeObject[]>,
  context: TranslationContext,
  stage: Stage,
  store: ObjectStore,
  cloneId: string,
  { whyLeftOut = () => undefined, masked = false, added = [] }: StageOptions = {},
): Promise<{ waves: WaveItem[] }> {
  const keys = keysOf(cloneId);
  const waves = new Map<string, ShardWriter>();
  const put = (wave: string, objects: KubeObject[]) =>
    writerOf(waves, wave, () => new ShardWriter(store, keys.translated(stage, wave))).add(objects);
  const records = new ShardWriter(store, keys.translations(stage));
  const links = new OwnerLinks();
  const order = { ...waveOptions(context), masked };
  for await (const objects of shards) {
    for (const source of objects) {
      const { object, ...record } = leftOutFor(whyLeftOut, translateObject(source, context));
      links.add(source, { object, changes: record.changes });
      const place = object ? waveOf(object, order) : { stage: 'foundation', wave: '' };
      if (place.stage !== stage) continue;
      await records.add([
        {
          ...withoutPasswords({ ...record, changes: [] }),
          changes: toldChanges(source, record.changes),
        },
      ]);
      if (object) await put(place.wave, [object]);
    }
  }
  for (const { wave, objects } of added) await put(wave, objects);
  await records.close();
  await writeLinks(store, cloneId, stage, links.byWave(order));
  const items: WaveItem[] = [];
  for (const [wave, writer] of [...waves].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { objects } = await writer.close();
    items.push({ stage, wave, prefix: keys.translated(stage, wave), objects });
  }
  return { waves: items };
}

/** An owner and what is its may be of two stages: the later one gives them to each other. */
async function writeLinks(store: ObjectStore, cloneId: string, stage: Stage, all: ReturnType<OwnerLinks['byWave']>) {
  for (const { place, links } of all) {
    if (place.stage !== stage) continue;
    const writer = new ShardWriter(store, keysOf(cloneId).owners(place.wave));
    await writer.add(links);
    await writer.close();
  }
}

/** What is not copied for a reason that is none of a rule is recorded as any other that does. */
function leftOutFor(why: (translation: Translation) => string | undefined, translation: Translation): Translation {
  const reason = why(translation);
  return reason ? { ref: translation.ref, outcome: 'drop', reason, changes: [], findings: [] } : translation;
}

function writerOf(waves: Map<string, ShardWriter>, wave: string, make: () => ShardWriter): ShardWriter {
  const writer = waves.get(wave) ?? make();
  waves.set(wave, writer);
  return writer;
}
