import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Question } from '../../engine/questions/question';
import type { Io } from '../io';

/**
 * Opens the place of a question, and waits until it is closed.
 *
 * @returns whether the editor could be started
 */
export function openEditor({ file, line = 1 }: Question, root: string, env: Io['env']): boolean {
  const [command, ...args] = (env.VISUAL || env.EDITOR || 'vi').split(' ').filter((word) => word !== '');
  if (command === undefined) return false;
  const path = join(root, file);
  // Editors of the family of Visual Studio Code know no `+line`.
  const place = /\b(?:code|codium|cursor|windsurf)(?:\.cmd)?$/.test(command)
    ? ['--wait', '--goto', `${path}:${line}`]
    : [`+${line}`, path];
  return spawnSync(command, [...args, ...place], { stdio: 'inherit' }).error === undefined;
}
