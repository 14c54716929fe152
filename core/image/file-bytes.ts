import { KubeferryError } from '../base/errors.ts';
import type { Places } from '../base/ports/file-repository.ts';
import type { Tree } from './tree.ts';

/** A part of a piece, and where it is in its file. */
export interface FilePart {
  /** The piece's number in the tree. */
  piece: number;
  skip: number;
  take: number;
  /** Byte of the file. */
  from: number;
}

/** Follows the pieces of files that are asked for in ascending order, so that no file's list is ever looked through twice. */
export class FileBytes {
  readonly #tree: Tree;
  readonly #places: Places;
  #entry = -1;
  #pieces: Iterator<number> = [].values();
  #piece = 0;
  #start = 0;
  #end = 0;

  constructor(tree: Tree, places: Places) {
    this.#tree = tree;
    this.#places = places;
  }

  /** What the bytes of a file from one up to, but not including, another are made of. Throws DataCorrupt where its pieces end before. */
  *parts(entry: number, from: number, to: number): Generator<FilePart> {
    if (entry !== this.#entry) this.#open(entry);
    let next = from;
    while (next < to) {
      while (this.#end <= next) this.#advance();
      const take = Math.min(this.#end, to) - next;
      yield { piece: this.#piece, skip: next - this.#start, take, from: next };
      next += take;
    }
  }

  #open(entry: number): void {
    this.#entry = entry;
    this.#pieces = this.#tree.pieces(entry);
    this.#start = 0;
    this.#end = 0;
  }

  #advance(): void {
    const { value, done } = this.#pieces.next();
    if (done) throw this.#short();
    this.#piece = value;
    this.#start = this.#end;
    this.#end += this.#places.get(this.#tree.pieceId(value))?.plain ?? 0;
  }

  #short() {
    const size = this.#tree.size(this.#entry);
    return new KubeferryError(
      'DataCorrupt',
      `File "${this.#tree.path(this.#entry)}" is of ${size} bytes, but its pieces in the repository hold ${this.#end}. ` +
        'Way out: let the tool of the repository check it, or start from another snapshot.',
    );
  }
}
