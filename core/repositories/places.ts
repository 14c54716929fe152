import { numbers32, numbers53 } from '../base/columns/column.ts';
import type { Ids } from '../base/columns/ids.ts';
import type { Piece, Places } from '../base/ports/file-repository.ts';

/** Where pieces lie, in columns: a million of them take 80 MB instead of 250 of objects in a Map. */
export class PlaceTable implements Places {
  readonly #ids: Ids;
  /** As strings, since they are few and asked for with each piece. */
  readonly #packs: string[] = [];
  readonly #packNumbers = new Map<string, number>();
  /** By the number of an id: of its place and one, or 0 where it has none yet. */
  readonly #rows: Uint32Array;
  readonly #pack = numbers32();
  readonly #offset = numbers53();
  readonly #length = numbers53();
  readonly #plain = numbers53();
  readonly #codec = numbers32();

  /** For the pieces of these ids, and no others. */
  constructor(ids: Ids) {
    this.#ids = ids;
    this.#rows = new Uint32Array(ids.length);
  }

  /** Takes a place down where somebody asks for the piece; of several, which are as good as each other, the last. */
  note({ id, pack, offset, length, plain, codec }: Piece): void {
    const number = this.#ids.find(id);
    if (number === undefined) return;
    this.#rows[number] = this.#pack.push(this.#packNumber(pack)) + 1;
    this.#offset.push(offset);
    this.#length.push(length);
    this.#plain.push(plain);
    this.#codec.push(codec);
  }

  forget(id: string): void {
    const number = this.#ids.find(id);
    if (number !== undefined) this.#rows[number] = 0;
  }

  get(id: string): Piece | undefined {
    const number = this.#ids.find(id);
    const row = number === undefined ? 0 : this.#rows[number]!;
    return row === 0 ? undefined : this.#piece(id, row - 1);
  }

  *values(): Generator<Piece> {
    for (const id of this.#ids) {
      const piece = this.get(id);
      if (piece) yield piece;
    }
  }

  #packNumber(pack: string): number {
    const number = this.#packNumbers.get(pack) ?? this.#packs.push(pack) - 1;
    this.#packNumbers.set(pack, number);
    return number;
  }

  #piece(id: string, row: number): Piece {
    return {
      id,
      pack: this.#packs[this.#pack.at(row)]!,
      offset: this.#offset.at(row),
      length: this.#length.at(row),
      plain: this.#plain.at(row),
      codec: this.#codec.at(row),
    };
  }
}
