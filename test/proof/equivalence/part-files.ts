import { asEsModule, folderOf, type Imported, imported, type Layout, type Member } from './arrangement';
import type { Surroundings } from './client-forms';
import type { Part } from './journey';

/** Where the second files of a program's steps stand, and how its main file imports them. */
export interface PartPlaces {
  /** A part as an expression of the main file: its name where that is imported, else the call that loads it. */
  of(name: string): { name: string; expression: string };
  imports(parts: readonly Part[]): string[];
  /** The files of the parts, of those that hand on to them, and of the entries that export them. */
  files(parts: readonly Part[]): [string, string][];
}

export function partPlaces(program: string, layout: Layout | undefined, main: Surroundings): PartPlaces {
  const via = layout?.via ?? 'relative';
  const own = layout?.parts ?? 'app';
  const isEsm = layout?.format === 'esm' && own !== 'app' && main.esm;
  const fileOf = (name: string) => `${name}.${isEsm ? 'm' : 'c'}js`;
  const from = (importer: Member, owner: Member, name: string) =>
    imported(program, importer, owner, fileOf(name), via);
  // The app imports from `guard`, which hands on to `vault`.
  const first: Member = own === 'vault' ? 'guard' : own;
  const place = (member: Member, name: string) => `${layout ? folderOf(member) : ''}${fileOf(name)}`;
  const written = (text: string) => (isEsm ? asEsModule(text) : text);
  return {
    of: (name) => ({ name, expression: main.statements ? name : required(from('app', first, name)) }),
    imports: (parts) =>
      main.statements
        ? parts.map((part) => statement(part.name, from('app', first, part.name), part, isEsm))
        : [],
    files(parts) {
      const entry = parts.map((part) => exportLine(part, fileOf(part.name), isEsm)).join('');
      const files = parts.map(({ name, text }): [string, string] => [place(own, name), written(text)]);
      if (own === 'app') return files;
      files.push([place(own, 'index'), entry]);
      if (own === 'guard') return files;
      for (const part of parts) {
        const source = from('guard', 'vault', part.name);
        const head = isEsm ? statement('next', source, part, isEsm) : `const next = ${required(source)};`;
        files.push([place('guard', part.name), `${head}\n${written(part.relay)}`]);
      }
      files.push([place('guard', 'index'), entry]);
      return files;
    },
  };
}

const required = ({ specifier, member }: Imported) =>
  `require('${specifier}')${member === undefined ? '' : `.${member}`}`;

const isDefault = ({ text }: Part) => text.includes('module.exports = ');

function statement(name: string, { specifier, member }: Imported, part: Part, isEsm: boolean): string {
  if (member !== undefined) {
    return `import { ${member === name ? name : `${member} as ${name}`} } from '${specifier}';`;
  }
  return `import ${isEsm && !isDefault(part) ? `* as ${name}` : name} from '${specifier}';`;
}

function exportLine(part: Part, file: string, isEsm: boolean): string {
  if (!isEsm) return `exports.${part.name} = require('./${file}');\n`;
  return isDefault(part)
    ? `export { default as ${part.name} } from './${file}';\n`
    : `export * as ${part.name} from './${file}';\n`;
}
