// Copies the files that this package shares with the repository: docs/ (one page is the package's README), the change log and the security
// policy. Links must work in the package alone, on a registry and in node_modules.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '..');

await rm(join(here, 'docs'), { recursive: true, force: true });
await cp(join(root, 'docs'), join(here, 'docs'), { recursive: true });
for (const file of ['CHANGELOG.md', 'SECURITY.md', 'llms.txt']) await cp(join(root, file), join(here, file));

const page = await readFile(join(root, 'docs/codemods.md'), 'utf8');
// Links of a page in docs/ become relative to the package's folder.
const readme = page.replace(/\]\((?!#|[a-z]+:)(?:\.\.\/)?([^)]+)\)/g, (link, target) =>
  link.startsWith('](../') ? `](${target})` : `](docs/${target})`,
);
await writeFile(join(here, 'README.md'), readme);
