import { spawnSync } from 'node:child_process';

/** Files per `tar` process, which bounds memory, as the archive also holds their content. */
const FILES_AT_ONCE = 200;
const BLOCK = 512;
/** An ACL or an extended attribute that a user set. SELinux labels do not count: the system gives one to each new file. */
const ATTRIBUTE = /SCHILY\.(?:acl\.|xattr\.(?!security\.selinux))/;

/**
 * The files that have an ACL or extended attributes, found with `tar`, since Node cannot read them. The result is empty without GNU `tar`
 * on Linux, the only one that archives both.
 *
 * @param root absolute
 * @param files relative to the root
 */
export function filesWithAttributes(root: string, files: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  if (process.platform !== 'linux') return found;
  for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
    const archive = archived(root, files.slice(start, start + FILES_AT_ONCE));
    if (!archive) return found;
    for (const file of attributedIn(archive)) found.add(file);
  }
  return found;
}

function archived(root: string, files: readonly string[]): Buffer | undefined {
  const options = ['--format=pax', '--xattrs', '--xattrs-include=*', '--acls', '--no-recursion'];
  const { error, stdout } = spawnSync(
    'tar',
    ['-C', root, ...options, '-cf', '-', '--null', '--verbatim-files-from', '-T', '-'],
    { input: files.join('\0'), maxBuffer: Number.POSITIVE_INFINITY, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  return error ? undefined : stdout;
}

/**
 * Names of the members of an archive whose header has an attribute. We parse the headers ourselves: `tar` drops these records, and
 * `tar-stream` reads asynchronously, whereas files are written synchronously.
 */
function attributedIn(archive: Buffer): string[] {
  const names: string[] = [];
  let extended = '';
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const text = (from: number, length: number) =>
      archive.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8);
    const next = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (text(156, 1) === 'x') extended = archive.toString('utf8', at + BLOCK, at + BLOCK + size);
    else {
      const [, path] = /^\d+ path=(.*)$/m.exec(extended) ?? [];
      const folder = text(345, 155);
      if (ATTRIBUTE.test(extended)) names.push(path ?? (folder && `${folder}/`) + text(0, 100));
      extended = '';
    }
    at = next;
  }
  return names;
}

/** Copies the ACL and the extended attributes of a file to another. @returns whether they could be copied */
export function copyAttributes(from: string, to: string): boolean {
  const { status } = spawnSync('cp', ['--attributes-only', '--preserve=mode,xattr', '--', from, to], {
    stdio: 'ignore',
  });
  return status === 0;
}
