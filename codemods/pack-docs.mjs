// Puts into this package what it shares with the repository: docs/, of which one page is the package's own README, the change log and the
// security policy. A package stands alone on a registry and in node_modules, so its links must work there.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '..');

await rm(join(here, 'docs'), { recursive: true, force: true });
await cp(join(root, 'docs'), join(here, 'docs'), { recursive: true });
for (const file of ['CHANGELOG.md', 'SECURITY.md', 'llms.txt']) await cp(join(root, file), join(here, file));

const page = await readFile(join(root, 'docs/codemods.md'), 'utf8');
// A link of a page in docs/ leads from the package's own folder there.
const readme = page.replace(/\]\((?!#|[a-z]+:)(?:\.\.\/)?([^)]+)\)/g, (link, target) =>
  link.startsWith('](../') ? `](${target})` : `](docs/${target})`,
);
await writeFile(join(here, 'README.md'), readme);
