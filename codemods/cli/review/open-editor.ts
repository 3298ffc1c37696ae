import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Question } from '../../engine/questions/question';
import type { Io } from '../io';

/**
 * Opens the place of a question in the user's editor, and waits until the editor is closed.
 *
 * @returns whether the editor could be started
 */
export function openEditor({ file, line = 1 }: Question, root: string, env: Io['env']): boolean {
  const [command, ...args] = (env.VISUAL || env.EDITOR || 'vi').split(' ').filter((word) => word !== '');
  if (command === undefined) return false;
  const path = join(root, file);
  // Visual Studio Code and its forks do not support `+line`.
  const place = /\b(?:code|codium|cursor|windsurf)(?:\.cmd)?$/.test(command)
    ? ['--wait', '--goto', `${path}:${line}`]
    : [`+${line}`, path];
  return spawnSync(command, [...args, ...place], { stdio: 'inherit' }).error === undefined;
}
