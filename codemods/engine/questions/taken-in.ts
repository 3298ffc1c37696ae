import type { Answer } from '../../answers/answer';
import { TAKE_IN } from '../../answers/choices';
import type { FileSystem } from '../file-system/file-system';
import { type Selection, selects } from '../walk/walk';

/** The answers that take in a place which no run would read otherwise, if the place exists and is selected. */
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
