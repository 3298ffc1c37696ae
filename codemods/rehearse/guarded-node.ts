import { accessSync, constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

interface GuardedNode {
  /** Folder to write to; the caller puts it first on the PATH. */
  folder: string;
  /** PATH of the caller, on which the real `node` is found. */
  path: string | undefined;
  /** Variables that a guarded process needs. */
  settings: Readonly<Record<string, string>>;
  /** Preload options in the form of NODE_OPTIONS. */
  preload: string;
}

/**
 * Writes a `node` that starts the real one with the guard: a package script may set NODE_OPTIONS itself, or start its program without an
 * environment. Does nothing on Windows, whose shells need another kind of script.
 */
export async function writeGuardedNode({ folder, path, settings, preload }: GuardedNode): Promise<void> {
  if (process.platform === 'win32') return;
  await mkdir(folder, { recursive: true });
  const exported = Object.entries(settings).map(([name, value]) => `export ${name}=${quoted(value)}`);
  const script = `#!/bin/sh
${exported.join('\n')}
case "$NODE_OPTIONS" in
  *${quoted(preload)}*) ;;
  *) export NODE_OPTIONS=${quoted(preload)}" $NODE_OPTIONS" ;;
esac
exec ${quoted(nodeOn(path))} "$@"
`;
  await writeFile(join(folder, 'node'), script, { mode: 0o755 });
}

/** Quotes a text for a POSIX shell, so that no character of it has a meaning. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function nodeOn(path = ''): string {
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, 'node'));
  return candidates.find(isProgram) ?? process.execPath;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
