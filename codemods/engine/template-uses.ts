import type { BlindSpot } from '../report/report';
import type { Sdk } from '../resolve/sdk';
import { lineTable } from '../rewrite/lines';
import { legacyMembersIn } from './left-alone';
import type { Candidate } from './scan/scan';
import { unitsOf } from './scan/units';

/** A legacy name in the template of a component. */
export interface TemplateUse {
  file: string;
  name: string;
  /** Offset in the file's text. */
  offset: number;
  line: number;
}

const COMPONENT = /\.(?:vue|svelte|astro)$/;
/** What a component holds beside its scripts and its template. */
const NO_TEMPLATE = /<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style\s*>/gi;

/**
 * The legacy names in a component's template that may be a client's: a member of the namespace, or of anything where the component
 * imports the SDK itself. Expressions of templates are not resolved, so that nothing more is known of them.
 *
 * @param path absolute path of the candidate
 */
export function templateUses({ file, bytes, mentionsSdk }: Candidate, path: string, sdk: Sdk): TemplateUse[] {
  if (!COMPONENT.test(file)) return [];
  const text = bytes.toString('utf8');
  const scripts = unitsOf(path, text);
  const template = text.replace(NO_TEMPLATE, (match) => ' '.repeat(match.length));
  const lines = lineTable(text);
  const ofNamespace = new RegExp(
    `\\b${sdk.namespace}\\s*\\)?\\s*!?\\s*(?:\\?\\.|\\.)?\\s*(?:\\[\\s*)?["'\`]?$`,
  );
  return legacyMembersIn(template, sdk)
    .filter(({ offset }) => scripts.every((unit) => unit.text[offset] === ' '))
    .filter(({ offset }) => mentionsSdk || ofNamespace.test(template.slice(Math.max(0, offset - 80), offset)))
    .map(({ name, offset }) => ({ file, name, offset, line: lines.positionOf(offset).line }));
}

export function blindSpotOfTemplate({ file, line, name }: TemplateUse, { methods }: Sdk): BlindSpot {
  const { code } = methods.find(({ legacy }) => legacy === name)!;
  return {
    kind: 'template',
    file,
    line,
    reason: `.${name} (${code}) stands in the component's template, which is not rewritten: if its receiver is a client of the SDK, call a function of the component's script instead, then migrate again; or change it by hand`,
  };
}
