import ts from 'typescript';
import type { Copy, Range, Template } from '../../resolve/template';

/** Elements whose content is text, where a comment would be visible, or whose white space counts. */
export const KEEPS_TEXT: ReadonlySet<string> = new Set(['textarea', 'title', 'pre', 'option']);

/** A range of the file that is code. */
export interface CodeRange extends Range {
  /** The decoded text, where the file has it with entities. */
  decoded?: string | undefined;
  quote?: Copy['quote'];
  standIn?: Copy['standIn'];
}

/** Builds the code of a template from ranges of the file and from code that binds the names around them. */
export interface TemplateCode {
  /** Adds code that is not in the file. */
  add(glue: string): void;
  /** Adds a range of the file unchanged. */
  copy(range: CodeRange): void;
  /** Adds an expression as a statement of its own. */
  expression(range: CodeRange): void;
  /** Adds an expression with code before and behind it. */
  wrapped(before: string, range: CodeRange, behind: string): void;
  /** Adds the code of an event, statements or one expression, as the body of a function of its own. */
  handler(range: CodeRange): void;
  /** Whether a range is a pattern that binds names. Any other range is refused. */
  isPattern(range: CodeRange): boolean;
  /** Whether a range is an expression. Any other range is refused. */
  isExpression(range: CodeRange): boolean;
  /** The names that the code so far uses or binds. */
  namesUsed(): ReadonlySet<string>;
  /** Marks a range above which a comment may be added. */
  place(range: Range): void;
  refuse(range: Range, reason: string): void;
  finished(seesImports: boolean): Template;
}

export function createTemplateCode(text: string, language: 'js' | 'ts'): TemplateCode {
  let code = '';
  const copies: Copy[] = [];
  const places: Range[] = [];
  const refused: (Range & { reason: string })[] = [];
  const read = ({ start, end, decoded }: CodeRange) => decoded ?? text.slice(start, end);
  const complaintOf = (before: string, range: CodeRange, behind: string) =>
    aligned(text.slice(range.start, range.end), read(range)) === undefined
      ? 'it is not written as the parser reads it'
      : complaint(`${before}${read(range)}\n${behind}`, language, 1);

  const template: TemplateCode = {
    add(glue) {
      code += glue;
    },
    copy(range) {
      const written = text.slice(range.start, range.end);
      for (const part of aligned(written, read(range)) ?? []) {
        copies.push({
          ...part,
          at: code.length + part.at,
          start: range.start + part.start,
          quote: range.quote,
          standIn: range.standIn,
        });
      }
      code += read(range);
    },
    expression: (range) => template.wrapped('(', range, '\n);\n'),
    wrapped(before, range, behind) {
      if (!template.isExpression(range)) return;
      code += before;
      template.copy(range);
      code += behind;
    },
    handler(range) {
      const isOne = complaintOf('async () => (', range, ')') === undefined;
      const problem = isOne ? undefined : complaintOf('async () => {', range, '}');
      if (problem !== undefined) {
        template.refuse(range, problem);
        return;
      }
      code += `void (async ($event) => ${isOne ? '(' : '{'}`;
      template.copy(range);
      code += isOne ? '\n));\n' : '\n});\n';
    },
    isPattern: (range) => accepts(range, complaintOf('async (', range, ') => 0')),
    isExpression: (range) => accepts(range, complaintOf('async () => (', range, ')')),
    namesUsed: () => namesIn(code, language),
    place(range) {
      places.push(range);
    },
    refuse({ start, end }, reason) {
      refused.push({ start, end, reason });
    },
    finished(seesImports) {
      // Each part was parsed alone, so the whole is checked for syntax errors before the compiler reads it.
      const problem = complaint(code, language);
      if (problem === undefined) return { text, code, copies, places, seesImports, refused };
      return refusedTemplate(text, problem);
    },
  };
  return template;

  function accepts(range: CodeRange, problem: string | undefined): boolean {
    if (problem !== undefined) template.refuse(range, problem);
    return problem === undefined;
  }
}

function namesIn(code: string, language: 'js' | 'ts'): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isPropertyAssignment(node)) visit(node.initializer);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(`template.${language}`, code, ts.ScriptTarget.ESNext));
  return names;
}

/** A template that could not be read. */
export function refusedTemplate(text: string, reason: string): Template {
  return {
    text,
    code: '',
    copies: [],
    places: [],
    seesImports: false,
    refused: [{ start: 0, end: text.length, reason }],
  };
}

/**
 * The reason why the compiler cannot parse a text, if any.
 *
 * @param count the expected number of statements, where that is known
 */
function complaint(text: string, language: 'js' | 'ts', count?: number): string | undefined {
  const source = ts.createSourceFile(`template.${language}`, text, ts.ScriptTarget.ESNext);
  const [first] = (source as { parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
  if (first) return ts.flattenDiagnosticMessageText(first.messageText, ' ');
  return count === undefined || source.statements.length === count ? undefined : 'Expression expected.';
}

/**
 * Aligns a text with its decoded form: the equal parts, and each entity between them, `&quot;` for one `"`.
 *
 * @returns offsets in both; `undefined` where they differ in anything but entities
 */
function aligned(
  written: string,
  read: string,
): Pick<Copy, 'at' | 'length' | 'start' | 'width'>[] | undefined {
  if (written === read) return [{ at: 0, length: read.length, start: 0, width: written.length }];
  const parts: Pick<Copy, 'at' | 'length' | 'start' | 'width'>[] = [];
  let plain = { at: 0, start: 0 };
  let [at, start] = [0, 0];
  const endPlain = () => {
    if (at > plain.at) parts.push({ ...plain, length: at - plain.at, width: start - plain.start });
  };
  while (at < read.length && start < written.length) {
    const [entity] = /^&(?:#\d+|#x[\da-f]+|\w+);?/i.exec(written.slice(start, start + 40)) ?? [];
    if (entity === undefined || read.startsWith(entity, at)) {
      if (read[at] !== written[start]) return undefined;
      [at, start] = [at + 1, start + 1];
      continue;
    }
    endPlain();
    const length = String.fromCodePoint(read.codePointAt(at)!).length;
    parts.push({ at, length, start, width: entity.length });
    [at, start] = [at + length, start + entity.length];
    plain = { at, start };
  }
  endPlain();
  return at === read.length && start === written.length ? parts : undefined;
}
