import { createTwoFilesPatch } from 'diff';
import { updateProjects, updateShapes } from '../test/codemods/shapes/update-fixtures';

/**
 * Regenerates the snapshots of fixtures/shapes and the `after/` of fixtures/projects, and prints the differences: a person reads them
 * before a commit. Arguments select fixtures by a part of their path (`calls/chained`).
 */
export async function main(parts: readonly string[]): Promise<number> {
  const isMeant = (fixture: string) => parts.length === 0 || parts.some((part) => fixture.includes(part));
  const updated = [...(await updateShapes(isMeant)), ...(await updateProjects(isMeant))];
  for (const { file, was, now } of updated) console.log(createTwoFilesPatch(file, file, was, now));
  console.log(updated.length === 0 ? 'No snapshot changed.' : `Written: ${updated.length}`);
  return 0;
}
