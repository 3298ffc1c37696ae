import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathBetween } from '../engine/root/path-between';
import { repositoryOf } from '../engine/walk/repository';
import { type Owners, parseCodeowners } from '../reports/codeowners';

/** The paths that GitHub and GitLab search, in their order. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** A CODEOWNERS file, with the path from the folder that its patterns are relative to, to the root of a project. */
export interface CodeownersFile {
  text: string;
  base: string;
}

/** The owners of a project's files; undefined without a CODEOWNERS file. */
export function ownersOf(root: string): Owners | undefined {
  const file = codeownersFileOf(root);
  return file && parseCodeowners(file.text, file.base);
}

/** The CODEOWNERS file of the repository that a root is in; undefined without one. */
export function codeownersFileOf(root: string): CodeownersFile | undefined {
  const top = repositoryOf(root)?.folder ?? root;
  const file = places.map((place) => join(top, place)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  try {
    return { text: readFileSync(file, 'utf8'), base: pathBetween(top, root) };
  } catch {
    // Owners only group the sites of a report: an unreadable file must not end a migration.
    return undefined;
  }
}
