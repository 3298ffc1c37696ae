import type { decoys, Flow } from './flows';

export interface Journey {
  /** Packages that the file imports. */
  imports: readonly string[];
  /** The statements of the step. */
  text: string;
  /** The second files. */
  parts: readonly Part[];
}

/** A second file of a step: its CommonJS text, and that of a file that hands on to it as `next`. */
export interface Part {
  name: string;
  text: string;
  relay: string;
}

/** Sends a client through a flow, and a decoy before it. `bodyOn` gives the statements that use the value of an expression. */
export function journey(
  flow: Flow,
  decoy: (typeof decoys)[number],
  client: string,
  calledMethod: string,
  part: (which: 'client' | 'decoy') => { name: string; expression: string },
  bodyOn: (use: string) => string,
): Journey {
  const body = bodyOn(flow.use);
  const parts: Part[] = [];
  const filled = (text: string, given: string, which: 'client' | 'decoy') =>
    text
      .replaceAll('$client', () => given)
      .replaceAll('$method', () => calledMethod)
      .replaceAll('$part', () => part(which).expression)
      .replaceAll('$body', () => body);
  const addPart = (given: string, which: 'client' | 'decoy') => {
    if (!flow.part) return;
    parts.push({
      name: part(which).name,
      text: `${filled(flow.part, given, which)}\n`,
      relay: `${flow.relay ?? relayOf(flow.part)}\n`,
    });
  };
  const whole = (given: string, which: 'client' | 'decoy') => {
    addPart(given, which);
    return [filled(flow.define ?? '', given, which), filled(flow.call, given, which)]
      .filter(Boolean)
      .join('\n');
  };
  const imports = flow.imports ? [flow.imports] : [];
  const block = (text: string) => `{\n${text}\n}`;
  // Where the call is a statement of its own, the same code serves both; elsewhere the decoy has code of its own.
  const shared = decoy === 'same' && /^\S.*;$/.test(flow.call) && (flow.define ?? flow.part) !== undefined;
  if (shared) {
    addPart(client, 'client');
    const define = filled(flow.define ?? '', client, 'client');
    const call = (given: string) => filled(flow.call, given, 'client');
    return { imports, parts, text: [define, call('ledger'), call(client)].filter(Boolean).join('\n') };
  }
  const own = whole(client, 'client');
  if (decoy === 'none') return { imports, parts, text: own };
  return { imports, parts, text: [block(whole('ledger', 'decoy')), block(own)].join('\n') };
}

/** A file that exports what a part exports. */
const relayOf = (part: string) =>
  part.includes('module.exports = ')
    ? 'module.exports = next;'
    : [...part.matchAll(/^exports\.(\w+) = /gm)]
        .map(([, name]) => `exports.${name} = next.${name};`)
        .join('\n');
