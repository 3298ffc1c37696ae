import { expect, it } from 'vitest';
import { questionsText } from '../../../codemods/cli/review/question-list';
import { migrate } from '../../../codemods/index';

const files = {
  'package.json': '{ "name": "pay", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
  'index.js': `const { Zentra } = require('@zentra/sdk');
const client = new Zentra({ secretKey: 'k' });
exports.run = (action, id) => client.cards[action](id);
`,
};

async function listed(width: number): Promise<string> {
  const migration = await migrate({ root: '/', files, mode: 'dry-run' });
  return questionsText(migration, { color: false, width, command: 'pnpm exec zentra-codemods review src' });
}

it('answers are given by the command that asked, with its package manager and its selection', async () => {
  expect(await listed(80)).toContain(
    '\n  pnpm exec zentra-codemods review src --answer <id>=<choice> [--reason <text>]\n',
  );
});

it.each([40, 80])('a change of a long line is broken between words at %i columns', async (width) => {
  const lines = (await listed(width)).split('\n');
  const added = lines.filter((line) => /^ {4}\+/.test(line)).map((line) => line.replace(/^ {4}\+ {1,3}/, ''));
  expect(added.join('')).toContain("['terminate', 'lockAndRestrict']]).get(action) ?? action](id);");
  expect(added.slice(0, -1).filter((line) => /\w$/.test(line))).toEqual([]);
  const text = lines.filter((line) => !line.includes('--answer'));
  expect(Math.max(...text.map(({ length }) => length))).toBeLessThanOrEqual(width);
});
