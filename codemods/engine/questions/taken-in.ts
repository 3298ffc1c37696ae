import type { Answer } from '../../answers/answer';
import { TAKE_IN } from '../../answers/choices';
import type { FileSystem } from '../file-system/file-system';
import { type Selection, selects } from '../walk/walk';

/** The answers that have a place read which no run would read, as far as it is there and selected. */
export function takingIn(
  root: string,
  answers: readonly Answer[],
  selection: Selection,
  fileSystem: FileSystem,
): Answer[] {
  const isSelected = selects(selection);
  return answers.filter(
    ({ choice, file }) =>
      choice === TAKE_IN && isSelected(file) && fileSystem.status(`${root}/${file}`) !== undefined,
  );
}
