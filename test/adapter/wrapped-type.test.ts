import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'test/adapter/program-with-a-wrapped-client.ts');

const sdk = `
import { wrapZentra } from '../../src/adapter/wrap-zentra';
import { Zentra as OurZentra } from '../../src/adapter/zentra';
class Cards {
  private owner = 'private';
  freeze(card: string): Promise<{ frozen: boolean }> { return Promise.resolve({ frozen: card === this.owner }); }
  details(card: string): string { return card; }
}
class Zentra {
  private key = 'private';
  #secret = 'hidden';
  readonly cards = new Cards();
  readonly region: string = this.key + this.#secret;
  nickname?: string;
}
const client = wrapZentra(new Zentra(), { secretKey: 'sk_sandbox_types' });
`;

/** Diagnostics of a program: its errors, and the deprecated names that an editor strikes through. */
function diagnosticsOf(lines: string): { errors: string[]; deprecated: string[] } {
  const text = sdk + lines;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    types: ['node'],
  };
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot(name) {
      const source = name === file ? text : ts.sys.readFile(name);
      return source === undefined ? undefined : ts.ScriptSnapshot.fromString(source);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  const errors = service
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  const deprecated = service
    .getSuggestionDiagnostics(file)
    .filter(({ reportsDeprecated }) => reportsDeprecated)
    .map(({ start = 0, length }) => text.slice(start, start + length));
  return { errors, deprecated };
}

describe('a wrapped client', () => {
  it('is a client: with private members, and with required ones that are required', () => {
    const { errors } = diagnosticsOf(`
      const same: Zentra = client;
      const region: string = client.region;
      const kept: string = client.cards.details('card_1');
      const nickname: string = client.nickname;`);
    expect(errors).toEqual([
      expect.stringContaining(`'string | undefined' is not assignable to type 'string'`),
    ]);
  });

  it('has our cards: what a legacy call answers is ours, and editors strike it through', () => {
    const { errors, deprecated } = diagnosticsOf(`
      const status: Promise<string | undefined> = client.cards.freeze('card_1').then((card) => card.status);
      client.cards.freeze('card_1', { reason: 'lost' });
      client.cards.lock('card_1');`);
    expect(errors).toEqual([]);
    expect(deprecated).toEqual(['freeze', 'freeze']);
  });
});

describe('a typed fake that answers with a plain promise', () => {
  it('compiles, whatever it is written as, and must still answer with a promise', () => {
    const { errors } = diagnosticsOf(`
      type Ours = Pick<typeof client.cards, 'lock' | 'freeze' | 'fund'>;
      const card = { id: 'card_1', status: 'locked', frozen: true };
      const whole: Ours = { lock: async () => card, freeze: async () => card, fund: async () => card };
      class Fake implements Pick<Ours, 'lock'> { async lock(id: string) { return { ...card, id }; } }
      const checked = { lock: () => Promise.resolve(card) } satisfies Partial<Ours>;
      const part: { cards: Partial<Ours> } = { cards: { lock: async (id) => ({ id }) } };
      client.cards.lock = async () => card;
      const answer: ReturnType<Ours['fund']> = Promise.resolve(card);
      const wrong: Pick<Ours, 'lock'> = { lock: () => card };`);
    expect(errors).toEqual([expect.stringContaining('is missing the following properties from type')]);
  });

  it('leaves callers their comforts, whatever type they give, and calls of one of two methods', () => {
    const { errors } = diagnosticsOf(`
      const kept = async (method: 'lock' | 'unlock' | 'freeze' | 'unfreeze') => {
        const { data } = await client.cards.lock<{ id: string } | null>('card_1').withResponse();
        const answer = await client.cards.fund('card_1', { amount_minor: 1 }).asResponse();
        for await (const item of client.cards.list<{ brand: string }[]>()) item.brand.length;
        const told: { id?: string } = await client.cards.unlock('card_1', {}, { timeout: 5 }, (error) => error);
        const { cards } = new OurZentra({ secretKey: 'sk_sandbox_types' });
        return [data?.id.length, answer.status, told.id, (await cards[method]('card_1')).status];
      };`);
    expect(errors).toEqual([]);
  });
});
