import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathBetween } from '../engine/root/path-between';
import { repositoryOf } from '../engine/walk/repository';
import type { Owners } from '../reports/codeowners';

/** Where GitHub and GitLab look, in their order. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** Who owns what, from the CODEOWNERS file of the repository that a root is in; undefined without one. */
export async function ownersOf(root: string): Promise<Owners | undefined> {
  const top = repositoryOf(root)?.folder ?? root;
  const file = places.map((place) => join(top, place)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const { parseCodeowners } = await import('../reports/codeowners');
  try {
    return parseCodeowners(readFileSync(file, 'utf8'), pathBetween(top, root));
  } catch {
    // Owners only group a report: an unreadable file is no reason to end a migration.
    return undefined;
  }
}
