/** The content of a corpus file before the migration, and the expected one after it. */
export interface Treated {
  before: Buffer;
  after: Buffer;
  /** Number of legacy calls in it that must be found. */
  calls: number;
}

/** @param index position of the file in its corpus */
export type Treatment = (file: string, bytes: Buffer, index: number) => Treated;

/** The file as it was published. */
export const asPublished: Treatment = (_file, bytes) => ({ before: bytes, after: bytes, calls: 0 });

/** The file with a comment that passes every text filter, so that the file is parsed; nothing in it changes. */
export const mentioned: Treatment = (_file, bytes) => {
  const before = Buffer.concat([
    bytes,
    Buffer.from('\n// @zentra/sdk: until 2024 this was cards.freeze(card)\n'),
  ]);
  return { before, after: before, calls: 0 };
};
