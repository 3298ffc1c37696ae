// Runs every program below a folder in this one process and prints, per program, what each step gave and which deprecations it
// raised. A process of its own, because a restricted card stays restricted for as long as the process lives.
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [folder, output] = process.argv.slice(2);
const AT_ONCE = 8;

const current = new AsyncLocalStorage();
subscribe('zentra-compat:deprecation', (event) => current.getStore()?.deprecations.push(event.code));

/** Requests on their way: a step whose `Promise.all` fails leaves the others of its calls behind. */
const underWay = new Set();
subscribe('undici:request:create', ({ request }) => underWay.add(request));
for (const end of ['undici:request:trailers', 'undici:request:error']) {
  subscribe(end, ({ request }) => underWay.delete(request));
}

// Its `jest` is a global, too, as in Jest.
createRequire(`${folder}/`)('@jest/globals');

const results = {};
const waiting = readdirSync(folder).sort();
await Promise.all(Array.from({ length: AT_ONCE }, worker));
writeFileSync(output, JSON.stringify(results));
do await setTimeout(20);
while (underWay.size > 0);
// A client keeps its connections for a while; nothing is left to wait for.
process.exit(0);

async function worker() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const program = { outcomes: [], deprecations: [] };
    results[name] = program;
    await current.run(program, () => run(join(folder, name), program.outcomes));
  }
}

async function run(program, outcomes) {
  const main = ['', 'packages/app']
    .flatMap((place) => ['main.mjs', 'main.cjs'].map((file) => join(program, place, file)))
    .find(existsSync);
  let steps;
  try {
    const module = await import(pathToFileURL(main).href);
    steps = module.steps ?? module.default.steps;
  } catch (error) {
    outcomes.push([{ notLoaded: String(error) }]);
    return;
  }
  for (const step of steps) {
    const seen = [];
    outcomes.push(seen);
    try {
      await step((value) => seen.push(shown(value)));
    } catch (error) {
      seen.push({ thrown: shown(error) });
    }
  }
}

/** Errors as what callers branch on; texts may differ, codes may not. */
function shown(value) {
  if (!(value instanceof Error)) return value === undefined ? null : value;
  const { name, code, status, field } = value;
  return { name, code, status, field, ...(code === undefined ? { message: value.message } : {}) };
}
