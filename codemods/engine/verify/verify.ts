import ts from 'typescript';
import type { NewTypeError, Verification } from '../../report/report';
import { isComponent } from '../scan/units';
import { joinedSite, type VerifiedSite } from './joined-site';
import { createOverlay, type Overlay, type OverlayOptions } from './overlay';
import { createPositions, type Positions } from './positions';
import { type Project, projectsIn } from './projects';

export interface VerifyOptions extends OverlayOptions {
  /** What the migration would rewrite: new errors are joined to these. */
  sites: readonly VerifiedSite[];
}

/** An error of the compiler, before it is known whether it is new. */
interface CompilerError {
  file: string;
  start: number;
  code: number;
  message: string;
}

/**
 * Compares the type errors before and after a migration, under the repository's own tsconfig files and installed types, over the same
 * bytes in memory. What was wrong before is nobody's concern here.
 *
 * JavaScript counts where a configuration checks it. Scripts of components are no files of the compiler's: see `notSeen`.
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

/** The second one takes from the first what has not changed. */
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

/** An error as one line. Of overloads it is told what is wrong, and not what each of them takes. */
function wordsOf(message: string | ts.DiagnosticMessageChain): string {
  if (typeof message === 'string' || message.code !== NO_OVERLOAD)
    return ts.flattenDiagnosticMessageText(message, ' ');
  return [message.messageText, ...new Set(causesIn(message))].join(' ');
}

const causesIn = ({ messageText, next = [] }: ts.DiagnosticMessageChain): string[] =>
  next.length === 0 ? [messageText] : next.flatMap(causesIn);

/** Arguments that do not fit are said in other words where a function has one signature, and where it has several. */
const NOT_ARGUMENTS = new Set([2345, 2554, 2555, 2575, NO_OVERLOAD]);
const kindOf = (code: number): number | 'arguments' => (NOT_ARGUMENTS.has(code) ? 'arguments' : code);

/** Errors without a counterpart: at the same token, or elsewhere in the file with the same words. */
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

/** What an import leads to has no types: nothing is installed, or nothing that has them. */
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
