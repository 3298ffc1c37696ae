// Writes the licence texts of bundled packages into one text file in dist/.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {readonly string[]} inputs paths of bundled files, relative to `here`
 * @throws {Error} for a package without a licence text
 */
export async function writeNotices(here, inputs, file) {
  const folders = new Map();
  for (const input of inputs) {
    const found = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(input);
    if (found) folders.set(found[1], join(here, found[0]));
  }
  const notices = await Promise.all([...folders].sort().map(([name, folder]) => noticeOf(name, folder)));
  await writeFile(file, notices.join(`\n${'-'.repeat(80)}\n\n`));
}

async function noticeOf(name, folder) {
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const terms = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (terms === undefined && license === undefined)
    throw new Error(`${name} says nowhere under which terms it may be bundled`);
  const text =
    terms === undefined ? `Licensed under ${license}.` : (await readFile(join(folder, terms), 'utf8')).trim();
  return `${name} ${version}\n\n${text}\n`;
}
