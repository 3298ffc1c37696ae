import ts from 'typescript';
import { defineMigration } from '../../../codemods/engine/migration';
import type { Wording } from '../../../codemods/reports/wording';
import { replaced } from '../../../codemods/rewrite/edits';
import type { Transform } from '../../../codemods/rewrite/transform';

const methods = [
  { id: 'close-to-archive', code: 'LEDGER1', legacy: 'close', reviewed: 'archive', arguments: 'kept' },
];
const parameters = [
  { id: 'memo-to-note', code: 'LEDGER2', methods: ['post'], legacy: 'memo', reviewed: 'note' },
];

const closeToArchive: Transform = {
  rule: 'close-to-archive',
  rewrite(occurrence) {
    if (occurrence.kind !== 'named') return [];
    const { name, verdict } = occurrence;
    const site = { rule: 'close-to-archive', code: 'LEDGER1', anchor: name, extent: name, notes: [] };
    return verdict.origin === 'sdk'
      ? [{ ...site, outcome: { status: 'rewritten', edits: [replaced(name, 'archive')] } }]
      : [{ ...site, outcome: { status: 'review', reason: 'Whose account is it?' } }];
  },
};

const memoToNote: Transform = {
  rule: 'memo-to-note',
  rewrite(occurrence) {
    if (occurrence.kind !== 'funding' || occurrence.verdict.origin !== 'sdk') return [];
    const { body } = occurrence;
    const entries = body && ts.isObjectLiteralExpression(body) ? body.properties : [];
    return entries.flatMap(({ name }) => {
      if (!name || !ts.isIdentifier(name) || name.text !== 'memo') return [];
      const site = { rule: 'memo-to-note', code: 'LEDGER2', anchor: name, extent: name, notes: [] };
      return [{ ...site, outcome: { status: 'rewritten', edits: [replaced(name, 'note')] } }];
    });
  },
};

const wording: Wording = {
  title: 'Ledger migration',
  command: 'ledger-codemods',
  replacement: 'ledger-next',
  ruleText: (id, code) => ({
    id,
    code,
    message: `${id} is due`,
    advice: 'Ask the ledger team.',
    note: undefined,
    explain: 'read guide.md',
    from: 'old',
    to: 'new',
  }),
  byRule: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  advice: { rule: 'advice', title: 'Advice', text: 'Good to know.' },
  rollOut: { title: '', lead: '', summary: { title: '', text: '' }, steps: () => [] },
  fingerprints: { use: 'ledgerUse/v1', unseen: 'ledgerUnseen/v1' },
};

const declarations = `
export interface LedgerAccounts {
  close(account: any, options?: any): Promise<any>;
  archive(account: any, options?: any): Promise<any>;
  post(account: any, entry?: any): Promise<any>;
}
export declare class Ledger {
  constructor(options?: any);
  readonly accounts: LedgerAccounts;
}
`;

/** Another vendor's migration: another SDK, another namespace, two rules. */
export const ledger = defineMigration({
  sdk: {
    module: '@vend/ledger',
    replacement: 'ledger-next',
    namespace: 'accounts',
    clientType: 'Ledger',
    namespaceType: 'LedgerAccounts',
    declarations: { esm: declarations, commonJs: "import { Ledger } from './sdk';\nexport = Ledger;\n" },
    methods,
    parameters,
    callOptions: ['signal'],
    subjectKeys: ['account_id'],
    routes: {
      domain: 'ledger.example',
      prefix: '/v0',
      reviewedPrefix: '/v1',
      actions: new Map([['close', 'send PUT /v1/accounts/{id}/archive']]),
    },
    instanceName: /^ledger/,
    mention: /ledger/i,
  },
  replacement: { range: '^3.0.0', exports: new Set(['Ledger', 'LedgerAccounts']) },
  rules: ['close-to-archive', 'memo-to-note'],
  loadTransforms: async () => [closeToArchive, memoToNote],
  clientOptions: [],
  wording,
});
