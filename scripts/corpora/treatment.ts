/** What a corpus file is before the migration, and what it must be after it. */
export interface Treated {
  before: Buffer;
  after: Buffer;
  /** Legacy calls in it that must be found. */
  calls: number;
}

/** @param index of the file in its corpus */
export type Treatment = (file: string, bytes: Buffer, index: number) => Treated;

/** The file as it was published. */
export const asPublished: Treatment = (_file, bytes) => ({ before: bytes, after: bytes, calls: 0 });

/** The file with a comment that no text filter can overlook: whatever it holds, it is parsed, and nothing changes. */
export const mentioned: Treatment = (_file, bytes) => {
  const before = Buffer.concat([
    bytes,
    Buffer.from('\n// @zentra/sdk: until 2024 this was cards.freeze(card)\n'),
  ]);
  return { before, after: before, calls: 0 };
};
