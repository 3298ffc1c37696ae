/**
 * The manual steps to add a method rule that keeps its arguments: `cards.reissue` becomes `cards.replace`. Everything else is derived from
 * these files, or written by a command.
 */
export interface Touch {
  /** Relative to the root of the repository. */
  file: string;
  /** The line before which the text is inserted; a new file has none. */
  before?: string;
  text: string;
  /** The compiler or test that reports a missing step, and its message. Nothing reports the rule's entry: a person starts with it. */
  asked?: { by: 'compiler' | 'test'; in: string; saying: RegExp };
}

export const rule = 'reissue-to-replace';

export const touches: readonly Touch[] = [
  {
    file: 'src/contract/rules.ts',
    before: '] as const satisfies readonly MethodEntry[];\n',
    text: `  {
    kind: 'method',
    id: '${rule}',
    code: 'ZENTRA_DEP0007',
    legacy: 'reissue',
    reviewed: 'replace',
    arguments: 'kept',
    message: 'cards.reissue() is deprecated, use cards.replace()',
    advice: 'Rename it to replace; the arguments stay as they are.',
    since: '1.0.0',
    removal: '2.0.0',
  },
`,
  },
  {
    file: 'src/contract/routes.ts',
    before: "  getSecurity: { method: 'GET'",
    text: "  replace: { method: 'POST', path: '/api/v1/cards/{card_id}/replace', retry: 'keyed' },\n",
    asked: { by: 'compiler', in: 'src/contract/rules.ts', saying: /"replace".* is not assignable/ },
  },
  {
    file: 'src/gateway/card-operations.ts',
    before: '  /** The security configuration in force. `GET',
    text: `  /** Replaces a card. \`POST …/replace\`. */
  replace<T = Answered>(
    card: CardAnd<LockOptions>,
    options?: string | Open<LockOptions> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;

`,
    asked: { by: 'compiler', in: 'src/adapter/legacy-cards.ts', saying: /'replace' is missing/ },
  },
  {
    file: 'src/gateway/cards.ts',
    before: "    getSecurity: read('getSecurity'),\n",
    text: `    replace(card, replaceOptions, trailing) {
      const { cardId, body, own } = lockArguments(card, replaceOptions);
      return onCard('replace', cardId, { body, call: callOptionsOf(trailing, own) });
    },

`,
    asked: { by: 'compiler', in: 'src/gateway/cards.ts', saying: /'replace' is missing/ },
  },
  {
    file: 'src/adapter/card-methods.ts',
    before: '  /**\n   * Locks and restricts a card, and asks',
    text: `  /**
   * Replaces a card.
   *
   * @deprecated ZENTRA_DEP0007: use \`cards.replace()\`.
   */
  reissue<T = Answered>(
    card: CardAnd<LockOptions>,
    options?: string | Open<LockOptions> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;

`,
    asked: { by: 'compiler', in: 'src/adapter/legacy-cards.ts', saying: /"reissue"/ },
  },
  {
    file: 'codemods/sandbox/card-operations.ts',
    before: '  getSecurity: ({ card }) =>',
    text: "  replace: ({ card }) => ({ status: 202, data: { card_id: card.id, status: 'accepted' } }),\n",
    asked: { by: 'compiler', in: 'codemods/sandbox/card-operations.ts', saying: /'replace' is missing/ },
  },
  {
    file: 'docs/deprecations.md',
    before: '## ZENTRA_DEP0005\n',
    text: `## ZENTRA_DEP0007

\`cards.reissue()\` is deprecated, use \`cards.replace()\`.

**Cause.** The reviewed gateway has no reissue route.

**Solution.** Rename the method. Every argument form stays valid.

**Codemod.** \`${rule}\`: \`npx zentra-codemods migrate --rule ${rule}\`

`,
    asked: { by: 'test', in: 'test/deprecations/guide.test.ts', saying: /ZENTRA_DEP0007/ },
  },
  {
    file: 'fixtures/shapes/calls/reissue.js',
    text: `// A card that is replaced.

import { Zentra } from '@zentra/sdk';

export const replaced = (id) => new Zentra({ secretKey: 'sk_sandbox_1' }).cards.reissue(id, 'worn out');
`,
    asked: {
      by: 'test',
      in: 'test/codemods/shapes/every-rule.test.ts',
      saying: /no fixture shows reissue-to-replace/,
    },
  },
];
