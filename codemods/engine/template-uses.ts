import type { BlindSpot } from '../report/report';
import type { Sdk } from '../resolve/sdk';
import { lineTable } from '../rewrite/lines';
import { legacyMembersIn } from './left-alone';
import type { Candidate } from './scan/scan';
import { isComponent, unitsOf } from './scan/units';
import type { ReadTemplate } from './templates/component';

/** A legacy name in a part of a component's template that is not read. */
export interface TemplateUse {
  file: string;
  name: string;
  /** Offset in the file's text. */
  offset: number;
  line: number;
  /** Why it is not read. */
  reason: string;
}

/** Comments and styles, which are neither scripts nor template. */
const NO_TEMPLATE = /<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style\s*>/gi;

/** `onclick="…"`: code that the browser runs outside the component. */
const HANDLER = /\son\w+\s*=\s*(?:"[^"{]*"|'[^'{]*')/gi;

/**
 * The legacy names that may be a client's in the unread parts of a component's template: members of the namespace, or of anything if the
 * component itself names the SDK.
 *
 * @param path absolute path of the candidate
 */
export function templateUses(
  { file, bytes, mentionsSdk }: Candidate,
  path: string,
  readTemplate: ReadTemplate,
  sdk: Sdk,
): TemplateUse[] {
  if (!isComponent(file)) return [];
  const text = bytes.toString('utf8');
  const units = unitsOf(path, text, readTemplate);
  const markup = text.replace(NO_TEMPLATE, (match) => ' '.repeat(match.length));
  const unread = [
    ...units.flatMap(({ template }) => template?.refused ?? []),
    ...Array.from(markup.matchAll(HANDLER), ({ index, 0: match }) => ({
      start: index,
      end: index + match.length,
      reason: 'it is a handler of the page, outside of the component',
    })),
  ];
  if (unread.length === 0) return [];
  const lines = lineTable(text);
  const ofNamespace = new RegExp(
    `\\b${sdk.namespace}\\s*\\)?\\s*!?\\s*(?:\\?\\.|\\.)?\\s*(?:\\[\\s*)?["'\`]?$`,
  );
  return legacyMembersIn(markup, sdk)
    .filter(({ offset }) => units.every((unit) => unit.text[offset] === ' '))
    .filter(({ offset }) => mentionsSdk || ofNamespace.test(markup.slice(Math.max(0, offset - 80), offset)))
    .flatMap(({ name, offset }) => {
      const range = unread.find(({ start, end }) => start <= offset && offset < end);
      return range ? [{ file, name, offset, line: lines.positionOf(offset).line, reason: range.reason }] : [];
    });
}

export function blindSpotOfTemplate({ file, line, name, reason }: TemplateUse, { methods }: Sdk): BlindSpot {
  const { code } = methods.find(({ legacy }) => legacy === name)!;
  return {
    kind: 'template',
    file,
    line,
    reason: `.${name} (${code}) stands in a part of the component's template that was not read (${reason}): if its receiver is a client of the SDK, call a function of the component's script instead, then migrate again; or change it by hand`,
  };
}
