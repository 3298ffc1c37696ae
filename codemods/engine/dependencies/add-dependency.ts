import { type Member, membersOf } from './json-members';

export interface Dependency {
  name: string;
  /** A semver range, or another way to name a version, such as `catalog:`. */
  version: string;
  /** The neighbour: the dependency is added to each section that has it. */
  beside: string;
}

const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/**
 * A package.json with one more dependency: beside the neighbour, else in `dependencies`. Indentation, line ends, key order, a byte order
 * mark and everything else stay, and sorted sections stay sorted. A neighbour of an optional peer is optional, too. The text is unchanged
 * if it has the dependency already.
 *
 * @param text a package.json that parses to an object
 */
export function addDependency(text: string, { name, version, beside }: Dependency): string {
  const found = sectionsOf(text);
  if (found.some(({ members }) => members.some(({ key }) => key === name))) return text;
  const targets = found.filter(({ members }) => members.some(({ key }) => key === beside));
  // From the end, so that the offsets of earlier sections stay valid.
  const ordered = targets.sort((a, b) => b.start - a.start);
  if (ordered.length > 0) {
    const added = ordered.reduce((result, section) => insert(result, section, name, version, beside), text);
    const isPeer = ordered.some(({ key }) => key === 'peerDependencies');
    return isPeer ? withPeerMeta(added, name, beside) : added;
  }
  const dependencies = found.find(({ key }) => key === 'dependencies');
  if (dependencies === undefined) return addSection(text, name, version);
  return dependencies.members.length === 0
    ? fillSection(text, dependencies, name, version)
    : insert(text, dependencies, name, version, undefined);
}

/** Copies the neighbour's entry of `peerDependenciesMeta` for the new peer. */
function withPeerMeta(text: string, name: string, beside: string): string {
  const meta = membersOf(text, rootStart(text)).find(({ key }) => key === 'peerDependenciesMeta');
  if (!meta || text[meta.valueStart] !== '{') return text;
  const members = membersOf(text, meta.valueStart);
  const neighbour = members.find(({ key }) => key === beside);
  if (!neighbour || members.some(({ key }) => key === name)) return text;
  const value = text.slice(neighbour.valueStart, neighbour.valueEnd);
  return insertMember(text, { start: meta.valueStart, members }, name, value, beside);
}

interface Section {
  key: string;
  /** Offset of its `{`. */
  start: number;
  members: Member[];
}

function rootStart(text: string): number {
  return text.indexOf('{');
}

function sectionsOf(text: string): Section[] {
  return membersOf(text, rootStart(text))
    .filter(
      ({ key, valueStart }) => (sections as readonly string[]).includes(key) && text[valueStart] === '{',
    )
    .map(({ key, valueStart }) => ({ key, start: valueStart, members: membersOf(text, valueStart) }));
}

function insert(text: string, section: Section, name: string, version: string, beside: string | undefined) {
  return insertMember(text, section, name, JSON.stringify(version), beside);
}

/**
 * Inserts a member with its neighbour's white space before it and around its colon.
 *
 * @param value the value as JSON text
 */
export function insertMember(
  text: string,
  { start, members }: Pick<Section, 'start' | 'members'>,
  name: string,
  value: string,
  beside: string | undefined,
) {
  const sorted = members.every(({ key }, index) => index === 0 || members[index - 1]!.key <= key);
  const before = sorted
    ? members.findLast(({ key }) => key < name)
    : (members.find(({ key }) => key === beside) ?? members.at(-1));
  const neighbour = before ?? members[0]!;
  const colon = text.slice(neighbour.keyEnd, neighbour.valueStart);
  const member = `${JSON.stringify(name)}${colon}${value}`;
  const space = leadingSpace(text, start, members, neighbour);
  if (before === undefined) {
    const separator = members.length > 1 ? leadingSpace(text, start, members, members[1]!) : space;
    return splice(text, neighbour.keyStart, `${member},${separator}`);
  }
  return splice(text, before.valueEnd, `,${space}${member}`);
}

/** The space between a member and the comma before it; for an only member, a line break like the one after `{`. */
function leadingSpace(text: string, start: number, members: readonly Member[], member: Member): string {
  const index = members.indexOf(member);
  if (index > 0) return text.slice(text.indexOf(',', members[index - 1]!.valueEnd) + 1, member.keyStart);
  const next = members[1];
  if (next) return text.slice(text.indexOf(',', member.valueEnd) + 1, next.keyStart);
  const after = text.slice(start + 1, member.keyStart);
  return after.includes('\n') ? after : text[member.keyEnd + 1] === ' ' ? ' ' : '';
}

function addSection(text: string, name: string, version: string): string {
  const members = membersOf(text, rootStart(text));
  const last = members.at(-1);
  const { eol, unit, colon } = layout(text, members);
  const section = (outer: string) =>
    eol === ''
      ? `"dependencies":${colon}{${JSON.stringify(name)}:${colon}${JSON.stringify(version)}}`
      : `"dependencies":${colon}{${eol}${outer}${unit}${JSON.stringify(name)}:${colon}${JSON.stringify(version)}${eol}${outer}}`;
  if (last === undefined) return splice(text, rootStart(text) + 1, `${eol}${unit}${section(unit)}${eol}`);
  const space = leadingSpace(text, rootStart(text), members, last);
  return splice(text, last.valueEnd, `,${space}${section(unit)}`);
}

function fillSection(text: string, { start }: Section, name: string, version: string): string {
  const { eol, unit, colon } = layout(text, membersOf(text, rootStart(text)));
  const end = text.indexOf('}', start);
  const member = `${JSON.stringify(name)}:${colon}${JSON.stringify(version)}`;
  const inside = eol === '' ? member : `${eol}${unit}${unit}${member}${eol}${unit}`;
  return `${text.slice(0, start + 1)}${inside}${text.slice(end)}`;
}

/** The layout of the file, taken from its members; a file without members gets npm's. */
function layout(text: string, members: readonly Member[]): { eol: string; unit: string; colon: string } {
  const first = members[0];
  if (first === undefined) return { eol: text.includes('\r\n') ? '\r\n' : '\n', unit: '  ', colon: ' ' };
  const lead = text.slice(rootStart(text) + 1, first.keyStart);
  const eol = /\r?\n/.exec(lead)?.[0] ?? '';
  const colon = text.slice(text.indexOf(':', first.keyEnd) + 1, first.valueStart);
  return { eol, unit: eol === '' ? '' : lead.slice(lead.lastIndexOf('\n') + 1), colon };
}

function splice(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at);
}
