import ts from 'typescript';
import type { NewTypeError, Verification } from '../../report/report';
import { isComponent } from '../scan/units';
import { joinedSite, type VerifiedSite } from './joined-site';
import { createOverlay, type Overlay, type OverlayOptions } from './overlay';
import { createPositions, type Positions } from './positions';
import { type Project, projectsIn } from './projects';

export interface VerifyOptions extends OverlayOptions {
  /** The sites that the migration would rewrite, to which new errors are joined. */
  sites: readonly VerifiedSite[];
}

/** An error of the compiler, new or old. */
interface CompilerError {
  file: string;
  start: number;
  code: number;
  message: string;
}

/**
 * Compares the type errors before and after a migration, under the repository's own tsconfig files and installed types, over the same
 * bytes in memory. Only new errors are reported.
 *
 * JavaScript counts where a configuration checks it. The compiler does not check scripts of components: see `notSeen`.
 */
export function verify(options: VerifyOptions): Verification {
  const { root, changes, sites } = options;
  const overlay = createOverlay(options);
  const { projects, problems } = projectsIn(root, overlay);
  const positions = createPositions(changes);
  const errors = new Map<string, NewTypeError>();
  const checked = new Set<string>();
  const unresolved = new Set<string>();
  let before = 0;
  for (const project of projects) {
    const [old, now] = programs(project, overlay);
    const known = errorsOf(old, root, checked);
    before += known.length;
    for (const name of unresolvedIn(known)) unresolved.add(name);
    for (const error of newErrors(known, errorsOf(now, root, checked), positions)) {
      const place = positions.before(error.file, error.start, textOf(now, `${root}/${error.file}`));
      const site = joinedSite(error, { program: now, root, sites, positions });
      const found: NewTypeError = {
        ...place,
        code: error.code,
        message: error.message,
        ...(site && { site }),
      };
      errors.set(JSON.stringify(found), found);
    }
  }
  const newOnes = [...errors.values()].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
  return {
    status: newOnes.length > 0 ? 'failed' : 'passed',
    projects: projects.map(({ config }) => config),
    files: checked.size,
    errorsBefore: before,
    newErrors: newOnes,
    notSeen: [...problems, ...notSeen(changes, checked, projects), ...unresolvedText(unresolved)],
  };
}

const textOf = (program: ts.Program, path: string): string => program.getSourceFile(path)?.text ?? '';

/** The programs before and after the migration. The second reuses the unchanged parts of the first. */
function programs({ fileNames, options, references }: Project, overlay: Overlay): [ts.Program, ts.Program] {
  const create = (host: ts.CompilerHost, oldProgram?: ts.Program) =>
    ts.createProgram({
      rootNames: [...fileNames],
      options,
      host,
      ...(references && { projectReferences: references }),
      ...(oldProgram && { oldProgram }),
    });
  const old = create(overlay.host(options, 'before'));
  return [old, create(overlay.host(options, 'after'), old)];
}

function errorsOf(program: ts.Program, root: string, checked: Set<string>): CompilerError[] {
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${root}/`) && !fileName.includes('/node_modules/'))
    .flatMap((source) => {
      const file = source.fileName.slice(root.length + 1);
      checked.add(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
        .filter(({ category }) => category === ts.DiagnosticCategory.Error)
        .map(({ start = 0, code, messageText }) => ({
          file,
          start,
          code,
          message: wordsOf(messageText),
        }));
    });
}

const NO_OVERLOAD = 2769;

/** An error as one line. For overloads it lists the causes, without the signatures. */
function wordsOf(message: string | ts.DiagnosticMessageChain): string {
  if (typeof message === 'string' || message.code !== NO_OVERLOAD)
    return ts.flattenDiagnosticMessageText(message, ' ');
  return [message.messageText, ...new Set(causesIn(message))].join(' ');
}

const causesIn = ({ messageText, next = [] }: ts.DiagnosticMessageChain): string[] =>
  next.length === 0 ? [messageText] : next.flatMap(causesIn);

/** Errors of wrong arguments count as one kind, as their code depends on the number of a function's signatures. */
const NOT_ARGUMENTS = new Set([2345, 2554, 2555, 2575, NO_OVERLOAD]);
const kindOf = (code: number): number | 'arguments' => (NOT_ARGUMENTS.has(code) ? 'arguments' : code);

/** The errors after the migration without a counterpart before: at the same token, or in the same file with the same message. */
function newErrors(
  before: readonly CompilerError[],
  after: readonly CompilerError[],
  positions: Positions,
): CompilerError[] {
  const places = counted(
    before.map(({ file, start, code }) => `${file}:${positions.after(file, start)}:${kindOf(code)}`),
  );
  const unplaced: CompilerError[] = [];
  const byWords = counted([]);
  for (const error of before) byWords.add(`${error.file}:${error.code}:${error.message}`);
  for (const error of after) {
    if (places.take(`${error.file}:${error.start}:${kindOf(error.code)}`)) {
      byWords.take(`${error.file}:${error.code}:${error.message}`);
    } else unplaced.push(error);
  }
  return unplaced.filter(({ file, code, message }) => !byWords.take(`${file}:${code}:${message}`));
}

function counted(keys: readonly string[]): { add(key: string): void; take(key: string): boolean } {
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  keys.forEach(add);
  return {
    add,
    take(key) {
      const count = counts.get(key) ?? 0;
      if (count > 0) counts.set(key, count - 1);
      return count > 0;
    },
  };
}

/** Errors of imports without types: the package is not installed, or has no types. */
const WITHOUT_TYPES = new Set([2307, 2792, 2875, 7016]);

function unresolvedIn(errors: readonly CompilerError[]): string[] {
  return errors
    .filter(({ code }) => WITHOUT_TYPES.has(code))
    .flatMap(({ message }) => /'([^']+)'/.exec(message)?.[1] ?? [])
    .filter((specifier) => !specifier.startsWith('.'));
}

function unresolvedText(names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  const shown = [...names].sort();
  const more = shown.length > 5 ? ` and ${shown.length - 5} more` : '';
  return [
    `Types of ${shown.slice(0, 5).join(', ')}${more} are not installed: what comes from there is not checked`,
  ];
}

const SCRIPT = /\.[cm]?[jt]sx?$/;

function notSeen(
  changes: VerifyOptions['changes'],
  checked: ReadonlySet<string>,
  projects: readonly Project[],
): string[] {
  const files = changes.map(({ file, movedTo }) => movedTo ?? file);
  const components = files.filter((file) => isComponent(file));
  const outside = files.filter((file) => SCRIPT.test(file) && !checked.has(file));
  return [
    ...(projects.length === 0 ? ['There is no tsconfig.json: no types were checked'] : []),
    ...(components.length > 0 ? [`Scripts of components are not checked: ${listed(components)}`] : []),
    ...(projects.length > 0 && outside.length > 0
      ? [`No tsconfig.json takes these files in: ${listed(outside)}`]
      : []),
  ];
}

function listed(files: readonly string[]): string {
  return files.length > 5 ? `${files.slice(0, 5).join(', ')} and ${files.length - 5} more` : files.join(', ');
}
