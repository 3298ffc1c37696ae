import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOfRepository, handTouched, type RuleCopy } from '../../scripts/new-rule/rule-copy';
import { rule, type Touch, touches } from '../../scripts/new-rule/touches';

type AskedTouch = Touch & { asked: NonNullable<Touch['asked']> };
const askedBy = (by: AskedTouch['asked']['by']) =>
  touches.filter((touch): touch is AskedTouch => touch.asked?.by === by);

let copy: RuleCopy;
beforeAll(() => {
  copy = copyOfRepository();
  for (const touch of touches) copy.make(touch);
});
afterAll(() => copy.remove());

/** The errors that the compiler has in files of the copy, with as little else loaded as possible. */
function errorsIn(files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(copy.root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, copy.root);
  const paths = files.map((file) => join(copy.root, file));
  const program = ts.createProgram(paths, options, unchangedLibraries(options));
  return paths.flatMap((path) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

const libraries = new Map<string, ts.SourceFile | undefined>();
/** Dependencies are parsed once for all programs. */
function unchangedLibraries(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  host.getSourceFile = (file, ...rest) => {
    if (!file.includes('/node_modules/')) return parse(file, ...rest);
    if (!libraries.has(file)) libraries.set(file, parse(file, ...rest));
    return libraries.get(file);
  };
  return host;
}

const compiled = [...new Set(askedBy('compiler').map(({ asked }) => asked.in))];
const tests = [
  ...new Set(askedBy('test').map(({ asked }) => asked.in)),
  'test/contract/rules.test.ts',
  'test/docs/readme-table.test.ts',
];
const runTests = (files: readonly string[]) => copy.run('vitest', ['run', ...files]);

describe('a new method rule that keeps its arguments', () => {
  it('takes at most 8 files touched by hand', () => {
    expect(handTouched.length).toBeLessThanOrEqual(8);
  });

  it('compiles with all of them', () => {
    expect(errorsIn([...compiled, 'codemods/zentra/index.ts', 'test/contract/incomplete-rules.ts'])).toEqual(
      [],
    );
  });

  it.each(askedBy('compiler'))('does not compile without $file, and says so', (touch) => {
    copy.takeBack(touch);
    try {
      const errors = errorsIn([touch.asked.in]);
      expect(errors.filter((error) => touch.asked.saying.test(error))).not.toEqual([]);
    } finally {
      copy.make(touch);
    }
  });

  it('fails a test that names each of the others', () => {
    const others = askedBy('test');
    for (const touch of others) copy.takeBack(touch);
    const { status, output } = runTests(others.map(({ asked }) => asked.in));
    for (const touch of others) copy.make(touch);
    expect(status).not.toBe(0);
    for (const { asked } of others) expect(output).toMatch(asked.saying);
  });

  it('passes them once the commands have written what follows', () => {
    copy.runScript('fixtures.ts', ['calls/reissue']);
    copy.runScript('tables.ts', []);
    const snapshot = readFileSync(join(copy.root, 'fixtures/shapes/calls/reissue.snapshot.js'), 'utf8');
    expect(snapshot).toContain("from 'zentra-compat'");
    expect(snapshot).toContain(".cards.replace(id, 'worn out')");
    expect(readFileSync(join(copy.root, 'README.md'), 'utf8')).toContain(`\`${rule}\` |`);
    const { status, output } = runTests(tests);
    expect(status, output).toBe(0);
  });
});
