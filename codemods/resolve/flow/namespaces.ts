import ts from 'typescript';
import { unwrapped } from '../syntax';
import type { Subject } from './answer';
import type { Flow } from './flow';
import { namesIn } from './names';
import { Tracker } from './tracker';

/**
 * The places where a client's namespace may be under another name. Nearly all code uses it at once, `client.cards.freeze()`; the few
 * places that keep it, `{ cards }` and `block(client.cards)`, are followed forwards, once. An expression that they do not reach is no
 * namespace, so no question about it is needed.
 */
export class Namespaces {
  readonly #flow: Flow;
  /** `undefined`: any expression may be a namespace. */
  #places: ReadonlySet<ts.Node> | undefined;
  #isKnown = false;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  mayBe(subject: Subject): boolean {
    if (!this.#isKnown) this.#places = this.#follow();
    this.#isKnown = true;
    return this.#places?.has(ts.isExpression(subject) ? unwrapped(subject) : subject) ?? true;
  }

  /** Whether files that keep a namespace, or take one from those that do, are not loaded. */
  get isIncomplete(): boolean {
    return this.#flow.table.isIncomplete(KEY);
  }

  #follow(): ReadonlySet<ts.Node> | undefined {
    const { index, sight, table, resolution } = this.#flow;
    const { namespace, namespaceType } = resolution.sdk;
    const tracker = new Tracker(this.#flow);
    const { isBounded } = table.settle(KEY, () => {
      if (!sight.hasTakers(namespace)) table.misses();
      for (const name of index.identifiers(namespace)) take(tracker, name);
      return tracker.uses;
    });
    const isNamed =
      index.identifiers(namespaceType).length > 0 ||
      resolution
        .sources()
        .some((source) => namesIn(source).isBracketed(namespace) || isInJsDoc(source, this.#flow));
    return isBounded || isNamed || tracker.isBounded ? undefined : tracker.places;
  }
}

const KEY = 'namespaces';

/** Follows a namespace that is taken out of a client and kept. */
function take(tracker: Tracker, name: ts.Identifier): void {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) {
    if (!isUsedAtOnce(parent)) tracker.follow(parent, []);
  } else if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name) {
    tracker.trackBound(parent.name, []);
  } else if (ts.isShorthandPropertyAssignment(parent)) tracker.trackTarget(parent.name, []);
  else if (ts.isPropertyAssignment(parent) && parent.name === name)
    tracker.trackTarget(parent.initializer, []);
}

/** `client.cards.freeze` and `client.cards[name]`. */
function isUsedAtOnce(access: ts.PropertyAccessExpression): boolean {
  const { parent } = access;
  return (
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === access
  );
}

/** Whether a file may name the namespace's type in a JSDoc comment. */
function isInJsDoc({ text }: ts.SourceFile, { resolution: { sdk } }: Flow): boolean {
  return text.includes(sdk.namespaceType) || text.includes(`['${sdk.namespace}']`);
}
