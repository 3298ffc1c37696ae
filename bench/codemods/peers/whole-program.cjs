'use strict';

// What the compilers are told about a tree: its files, its workspaces, and the SDK, which is on no registry.

const { mkdtempSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const sdk = `declare module '@zentra/sdk' {
  export class Zentra {
    constructor(options: object);
    readonly cards: Cards;
  }

  interface Cards {
    freeze(card: string, options?: object): Promise<unknown>;
    unfreeze(card: string, options?: object): Promise<unknown>;
    terminate(card: string, options?: object): Promise<unknown>;
    updateLimits(card: string, limits: object): Promise<unknown>;
    fund(card: string, params: object): Promise<unknown>;
    jitFund(card: string, params: object): Promise<unknown>;
  }
}
`;

/** The methods to rename, and a text filter for the files that may have them. */
exports.renamed = { freeze: 'lock', unfreeze: 'unlock', terminate: 'lockAndRestrict' };
exports.mentioned = /\.(?:freeze|unfreeze|terminate)\b/;

/** Writes a configuration for `tree` and the SDK's declarations to a new folder, outside the tree. */
exports.wholeProgram = (tree) => {
  const folder = mkdtempSync(join(tmpdir(), 'zentra-bench-program-'));
  const declarations = join(folder, 'zentra-sdk.d.ts');
  writeFileSync(declarations, sdk);
  const compilerOptions = {
    allowJs: true,
    jsx: 'preserve',
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    strict: true,
    types: [],
    noEmit: true,
    paths: { '@acme/*': [join(tree, 'packages/*/src')] },
  };
  const config = join(folder, 'tsconfig.json');
  const include = [join(tree, '**/*'), declarations];
  writeFileSync(config, JSON.stringify({ compilerOptions, include, exclude: ['**/node_modules'] }));
  return { folder, config, declarations };
};
