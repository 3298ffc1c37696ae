import type { Wording } from '../reports/wording';
import type { Sdk } from '../resolve/sdk';
import type { SwitchTarget } from '../rewrite/switch-target';
import type { Transform } from '../rewrite/transform';

/**
 * The definition of a migration from one API to another. The engine, the resolver, the rewriter and the reports know neither API except
 * through this object.
 */
export interface Migration {
  /** The SDK whose clients are migrated, and the module that takes its place. */
  sdk: Sdk;
  replacement: {
    /** The semver range that a migrated package depends on. */
    range: string;
    /** The names that it exports, types included, and that an import may take from it instead of from the SDK. */
    exports: ReadonlySet<string>;
  };
  /** Ids of the rules, in their order. */
  rules: readonly string[];
  /** Loads one transform per rule, with the compiler, which most runs do not need. */
  loadTransforms: () => Promise<readonly Transform[]>;
  /**
   * Options of a client that change the meaning of its calls wherever the client goes. A transform receives those that some file of the
   * repository sets.
   */
  clientOptions: readonly string[];
  wording: Wording;
}

/** A registered symbol, as the built definition and the built engine each have a copy of this module. */
const RELEASE = Symbol.for('release of a migration');

interface Released {
  [RELEASE]?: string;
}

/** Name and version that a definition is published under; `undefined` for one that may differ from run to run. */
export const releaseOf = (migration: Migration): string | undefined => (migration as Released)[RELEASE];

/**
 * Checks the parts of a definition that its types cannot express.
 *
 * @param release name and version that it is published under, under which findings are cached for the next run. A definition without
 *   a release has no cache
 * @throws {Error} naming the rule at fault: one that is listed twice, has no text, or belongs to a legacy name and is not listed
 */
export function defineMigration(migration: Migration, release?: string): Migration {
  const { sdk, rules, wording } = migration;
  for (const [index, rule] of rules.entries()) {
    if (rules.indexOf(rule) !== index) throw faultIn(migration, `${rule} is there twice`);
    if (wording.ruleText(rule).message === rule) throw faultIn(migration, `${rule} has no text`);
  }
  for (const { id, legacy } of [...sdk.methods, ...sdk.parameters]) {
    if (!rules.includes(id))
      throw faultIn(migration, `${id}, the rule of ${legacy}, is not in the list of rules`);
  }
  // Not enumerable: a spread copy of a published definition, with a transform exchanged, is another definition.
  if (release !== undefined) Object.defineProperty(migration, RELEASE, { value: release });
  return migration;
}

/** The module that imports of the SDK are switched to. */
export function switchTargetOf({
  sdk: { module, replacement },
  replacement: { exports },
}: Migration): SwitchTarget {
  return { module, replacement, exports };
}

/** @throws {Error} for a rule without a transform, and for a transform without a rule */
export async function transformsOf(migration: Migration): Promise<readonly Transform[]> {
  const transforms = await migration.loadTransforms();
  const written = transforms.map(({ rule }) => rule);
  const missing = migration.rules.find((rule) => !written.includes(rule));
  if (missing !== undefined) throw faultIn(migration, `${missing} has no transform`);
  const unknown = written.find((rule) => !migration.rules.includes(rule));
  if (unknown !== undefined) throw faultIn(migration, `the transform of ${unknown} has no rule`);
  return transforms;
}

const faultIn = ({ sdk }: Migration, what: string) => new Error(`the migration of ${sdk.module}: ${what}`);
