import { type Dialect, importOf } from './dialect';

/** The files that give a package its Zentra client. Only the first two mention the SDK. */
export const clientModules: readonly { file: string; lines: readonly string[] }[] = [
  {
    file: 'payments/client.ts',
    lines: [
      "import { Zentra } from '@zentra/sdk';",
      '',
      "export const issuing = new Zentra({ secretKey: process.env.ZENTRA_SECRET_KEY ?? '', environment: 'sandbox' });",
    ],
  },
  {
    file: 'payments/factory.ts',
    lines: [
      "import { Zentra } from '@zentra/sdk';",
      '',
      'export function issuingFor(secretKey: string): Zentra {',
      '  return new Zentra({ secretKey });',
      '}',
    ],
  },
  { file: 'payments/index.ts', lines: ["export * from './client';"] },
  {
    file: 'payments/desk.ts',
    lines: [
      "import { issuing } from '.';",
      '',
      'export const desk = issuing;',
      'export const office = { issuing };',
    ],
  },
  { file: 'index.ts', lines: ["export { issuing } from './payments';"] },
];

/** How a file obtains its client. */
export interface Reach {
  /** `near`: built in the file, or imported from the file that builds it. For the others, a tool must read more of the tree. */
  kind: 'near' | 'barrel' | 'two-hops' | 'workspace';
  lines: string[];
  /** The client's expression. */
  client: string;
}

const nearby: readonly ((dialect: Dialect) => Reach)[] = [
  (dialect) => ({
    kind: 'near',
    lines: [
      importOf(dialect, 'Zentra', '@zentra/sdk'),
      "const zentra = new Zentra({ secretKey: process.env.ZENTRA_SECRET_KEY ?? '' });",
    ],
    client: 'zentra',
  }),
  (dialect) => ({
    kind: 'near',
    lines: [importOf(dialect, 'issuing', '../payments/client')],
    client: 'issuing',
  }),
  (dialect) => ({
    kind: 'near',
    lines: [
      importOf(dialect, 'issuingFor', '../payments/factory'),
      "const ours = issuingFor(process.env.ZENTRA_SECRET_KEY ?? '');",
    ],
    client: 'ours',
  }),
];

const far: readonly ((dialect: Dialect) => Reach)[] = [
  (dialect) => ({ kind: 'barrel', lines: [importOf(dialect, 'issuing', '../payments')], client: 'issuing' }),
  (dialect) => ({ kind: 'two-hops', lines: [importOf(dialect, 'desk', '../payments/desk')], client: 'desk' }),
  (dialect) => ({
    kind: 'workspace',
    lines: [importOf(dialect, 'issuing', '@acme/payments')],
    client: 'issuing',
  }),
  (dialect) => ({
    kind: 'two-hops',
    lines: [importOf(dialect, 'office', '../payments/desk')],
    client: 'office.issuing',
  }),
];

/** How the `serial`-th file with legacy calls obtains its client: a third of these files need more of the tree. */
export function reach(serial: number, dialect: Dialect): Reach {
  const ways = serial % 3 === 2 ? far : nearby;
  const way = ways[Math.floor(serial / 3) % ways.length]!;
  return way(dialect);
}
