import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OnStep } from '../../../../codemods/engine/write/step';
import { undo } from '../../../../codemods/engine/write/undo';
import { writeChanges } from '../../../../codemods/engine/write/write';

// Run as a process of its own: `write`, `move` or `undo` below a root, killed as it reaches its nth step.
const [action, root, nth] = process.argv.slice(2) as [string, string, string];

let steps = 0;
const onStep: OnStep = () => {
  steps += 1;
  if (steps === Number(nth)) process.kill(process.pid, 'SIGKILL');
};

if (action === 'undo') undo(root, { onStep });
else if (action === 'move') {
  const file = 'mocks/@zentra/sdk.js';
  const before = readFileSync(join(root, file));
  const change = { file, movedTo: 'mocks/zentra-compat.js', before, after: Buffer.from('new') };
  writeChanges(root, [change], { onStep });
} else {
  const changes = readdirSync(root).flatMap((file) => {
    const before = readFileSync(join(root, file));
    const after = Buffer.from(before.toString().replace('old', 'new'));
    return before.equals(after) ? [] : [{ file, before, after }];
  });
  writeChanges(root, changes, { onStep });
}
