import { parsePackageJson } from '../../resolve/package-json';
import { insertMember } from './add-dependency';
import type { CatalogEntry } from './catalog';
import { type Member, membersOf } from './json-members';

/** The version of a package in one of Bun's catalogs, which are in package.json beside `workspaces` or in it. */
export function jsonCatalogVersion(text: string, catalog: string, name: string): string | undefined {
  const entry = catalogIn(text, catalog)?.members.find(({ key }) => key === name);
  if (!entry) return undefined;
  const version: unknown = JSON.parse(text.slice(entry.valueStart, entry.valueEnd));
  return typeof version === 'string' ? version : undefined;
}

/** The text with one more entry in a catalog that has its neighbour; everything else stays. */
export function addToJsonCatalog(
  text: string,
  { catalog, name, version, beside }: CatalogEntry,
): string | undefined {
  const found = catalogIn(text, catalog);
  return found && insertMember(text, found, name, JSON.stringify(version), beside);
}

interface Catalog {
  start: number;
  members: Member[];
}

function catalogIn(text: string, catalog: string): Catalog | undefined {
  if (!parsePackageJson(text)) return undefined;
  const top = text.indexOf('{');
  const workspaces = objectAt(text, top, 'workspaces');
  for (const start of [top, workspaces]) {
    if (start === undefined) continue;
    const catalogs = objectAt(text, start, 'catalogs');
    const found =
      (catalog === 'default' ? objectAt(text, start, 'catalog') : undefined) ??
      (catalogs === undefined ? undefined : objectAt(text, catalogs, catalog));
    if (found !== undefined) return { start: found, members: membersOf(text, found) };
  }
  return undefined;
}

/** The offset of the `{` of a member that is an object. */
function objectAt(text: string, start: number, key: string): number | undefined {
  const member = membersOf(text, start).find((each) => each.key === key);
  return member && text[member.valueStart] === '{' ? member.valueStart : undefined;
}
