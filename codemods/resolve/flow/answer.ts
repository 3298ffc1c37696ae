import ts from 'typescript';
import { ownCause } from '../causes/own-cause';
import { expectedTypes, type Fake, hasOwnMember, isFake, memberOfAny } from '../fakes';
import { nameOfFunction } from '../function-names';
import { isTest, mayHoldFakes, valuesReplacedBy } from '../own-fakes';
import { isClientType, isOfNamespace } from '../tracing/client-types';
import type { Cause, Door, Evidence } from '../verdict';
import { unboxed } from './components';
import { patternObjects } from './declarations';
import type { Flow } from './flow';
import { type FlowObject, idOf, NAMES, type Objects } from './objects';
import type { Use } from './uses';

/** The verdict over all values that a receiver can take. */
export interface FlowAnswer {
  /** Some value is a client's namespace that has the method. */
  isOurs: boolean;
  /** The method of some value is not the SDK's. */
  isOthers: boolean;
  doors: readonly Door[];
  /** The places where the data flow is lost; empty where all of it is in sight. */
  causes: readonly Cause[];
  because: Evidence | undefined;
  /** Files that the answer depends on are not loaded. */
  isIncomplete: boolean;
  /** A bound cut the question short. */
  isBounded: boolean;
}

/** The expression asked about: a receiver, or a pattern that takes members out of one. */
export type Subject = ts.Expression | ts.ObjectBindingPattern;

/**
 * Decides whose `receiver.method` is, from every value that the receiver can take.
 *
 * @param most questions that it may cost; past that, the answer is open
 */
export function askFlow(flow: Flow, receiver: Subject, method: string, most?: number): FlowAnswer {
  const read = () =>
    ts.isExpression(receiver)
      ? flow.objectsOf(receiver, undefined)
      : patternObjects(flow, receiver, undefined);
  return askValues(flow, { key: `subject:${idOf(receiver)}:${method}`, read, at: receiver }, method, most);
}

/** Values that are asked about. */
interface Asked {
  /** Identifies the question. */
  key: string;
  read: () => Objects;
  /** The node that a cause names where the question is cut short. */
  at: ts.Node;
}

/**
 * Decides whose a method of some values is.
 *
 * @param most questions that it may cost; past that, the answer is open
 */
export function askValues(
  flow: Flow,
  { key: root, read, at }: Asked,
  method: string,
  most?: number,
): FlowAnswer {
  const { answer: values, isBounded } = flow.table.settle(
    root,
    () => {
      const found = unboxed(flow, read());
      for (const value of found.values()) ownerOf(flow, value, method, at);
      return found;
    },
    most,
  );
  const doors = new Map<string, Door>();
  const causes: Cause[] = [];
  let [isOurs, isOthers] = [false, false];
  for (const value of values.values()) {
    const owner = ownerOf(flow, value, method, at);
    if (owner.kind === 'open') causes.push(owner.cause);
    else if (owner.kind === 'ours') {
      isOurs = true;
      if (owner.door) doors.set(`${owner.door.file}:${owner.door.start}`, owner.door);
    } else if (owner.kind === 'other') isOthers = true;
  }
  if (isBounded) {
    causes.push(
      ownCause(at, 'its values come from further away, or from more places, than are followed', flow.checker),
    );
  }
  return {
    isOurs,
    isOthers,
    doors: [...doors.values()],
    causes: causes.map((cause) => withCallers(flow, cause)),
    because: evidence(flow, root, isOurs),
    isIncomplete: flow.table.isIncomplete(root),
    isBounded,
  };
}

type Owner =
  | { kind: 'ours'; door: Door | undefined }
  | { kind: 'other' | 'nobody' }
  | { kind: 'open'; cause: Cause };

/** The owner of a value's method, which is called at a node. */
function ownerOf(flow: Flow, value: FlowObject, method: string, at: ts.Node): Owner {
  if (value.kind === 'open') return value;
  if (value.kind === 'typed') {
    const property = flow.checker.getPropertyOfType(value.type, method);
    if (isOfNamespace(flow.resolution, property)) return { kind: 'ours', door: value.door };
    const declaring = property?.valueDeclaration?.parent;
    if (declaring && isFake(declaring)) return ownerOfFake(flow, declaring, method, at);
    // A client itself has no such method: a call on it fails before any migration.
    return { kind: property === undefined && isClientType(flow.resolution, value.type) ? 'nobody' : 'other' };
  }
  // A member written under the method's name is the customer's, whatever it holds; spread and mixed-in members keep their owner.
  const own = fakeOf(value);
  if (own && hasOwnMember(own, method, flow.checker)) return ownerOfFake(flow, own, method, at);
  if (value.kind !== 'literal' && value.kind !== 'instance' && value.kind !== 'made')
    return { kind: 'other' };
  return ownerOfMember(flow, flow.member(value, method));
}

/** The node of a value that may be a fake. */
function fakeOf(value: FlowObject): Fake | undefined {
  const node = value.kind === 'literal' ? value.node : value.kind === 'instance' ? value.of : undefined;
  if (node) return isFake(node) ? node : undefined;
  return value.kind === 'made' && value.by === NAMES ? (value.node as ts.CallExpression) : undefined;
}

/**
 * A fake, which stands where a client is expected or replaces one in a test, has its members renamed along with the client's. It belongs to
 * whom all values do that it replaces.
 */
function ownerOfFake(flow: Flow, fake: Fake, method: string, at: ts.Node): Owner {
  const expected = memberOfAny(expectedTypes(fake, flow.checker), method, flow.checker);
  if (isOfNamespace(flow.resolution, expected)) return { kind: 'ours', door: undefined };
  const owners = [...valuesReplacedBy(flow, fake, method).values()]
    .filter((value) => !isFakeOfTest(value))
    .map((value) => ownerOf(flow, value, method, at));
  const isOfOthers = owners.some(({ kind }) => kind === 'other');
  const [ours] = owners.filter(({ kind }) => kind === 'ours');
  const open = owners.find(({ kind }) => kind === 'open');
  if (ours && !isOfOthers) return open ?? ours;
  // A test's fake says nothing of what the program gives to the same place.
  const isElsewhere = fake.getSourceFile() !== at.getSourceFile();
  return owners.length === 0 && isElsewhere && isTest(fake.getSourceFile())
    ? { kind: 'nobody' }
    : { kind: 'other' };
}

function isFakeOfTest(value: FlowObject): boolean {
  const fake = value.kind === 'literal' ? value.node : value.kind === 'instance' ? value.of : fakeOf(value);
  return fake !== undefined && mayHoldFakes(fake.getSourceFile());
}

function ownerOfMember(flow: Flow, members: Objects): Owner {
  for (const member of members.values()) {
    if (member.kind === 'typed' && isOfNamespace(flow.resolution, member.type.symbol)) {
      return { kind: 'ours', door: member.door };
    }
  }
  return { kind: 'other' };
}

/** The evidence names at most so many callers. */
const MAX_PLACES = 3;

/** The callers that an answer rests on: those of the nearest parameter in the data flow. */
function evidence(flow: Flow, root: string, isOurs: boolean): Evidence | undefined {
  for (const key of flow.table.evidenceBehind(root)) {
    const asked = flow.asked.get(key);
    const sites = callsIn(asked?.uses);
    if (!asked || sites.length === 0) continue;
    const passes = isOurs ? 'passes a client' : 'passes something else';
    const many = sites.length === 1 ? 'the one caller' : 'every caller';
    return {
      text: `${many} of ${nameOfFunction(asked.callee)}, ${sites.length} in sight, ${passes}`,
      places: sites.slice(0, MAX_PLACES).map(placeOf),
    };
  }
  return undefined;
}

/** Adds the calls in sight to a parameter's cause, for a person to look at. */
function withCallers(flow: Flow, cause: Cause): Cause {
  const asked = ts.isParameter(cause.at) ? flow.asked.get(`parameter:${idOf(cause.at)}`) : undefined;
  const callers = callsIn(asked?.uses);
  return callers.length > 0 ? { ...cause, callers } : cause;
}

const callsIn = (uses: readonly Use[] = []): ts.Node[] => [
  ...new Set(uses.flatMap((use) => (use.kind === 'call' ? [use.site.node] : []))),
];

function placeOf(node: ts.Node): { file: string; line: number } {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file: source.fileName, line: line + 1 };
}
