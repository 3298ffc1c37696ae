import type { Wording } from '../reports/wording';
import type { Sdk } from '../resolve/sdk';
import type { SwitchTarget } from '../rewrite/switch-target';
import type { Transform } from '../rewrite/transform';

/**
 * All that a migration from one API to another is. The engine, the resolver, the rewriter and the reports know of neither: this one
 * typed object is handed to what needs it.
 */
export interface Migration {
  /** The SDK whose clients are migrated, and the module that takes its place. */
  sdk: Sdk;
  replacement: {
    /** What a package that is migrated asks for of it: a semver range. */
    range: string;
    /** What it exports, types included: names that an import may take from it instead of from the SDK. */
    exports: ReadonlySet<string>;
  };
  /** Ids of the rules, in their order. */
  rules: readonly string[];
  /** One for each rule. Loaded together with the compiler, which most runs do not need. */
  loadTransforms: () => Promise<readonly Transform[]>;
  /**
   * Options of a client that change what a call means wherever the client goes: a transform is told which of them some file of the
   * repository sets.
   */
  clientOptions: readonly string[];
  /** What reports say. */
  wording: Wording;
}

/** Registered: the built definition and the built engine have a copy of this module each. */
const RELEASE = Symbol.for('release of a migration');

interface Released {
  [RELEASE]?: string;
}

/** Name and version that a definition is published under; `undefined` for one that is not the same in every run. */
export const releaseOf = (migration: Migration): string | undefined => (migration as Released)[RELEASE];

/**
 * Checks what the types of a definition cannot say.
 *
 * @param release name and version that it is published under: what a run finds is kept for the next run of this release. A definition
 *   without one keeps nothing, and is given nothing that was kept
 * @throws {Error} naming the rule at fault: one that is there twice, that has no text, or that a legacy name has and the list has not
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
  // Not enumerable: what is spread out of a published definition, with a transform exchanged, is another one.
  if (release !== undefined) Object.defineProperty(migration, RELEASE, { value: release });
  return migration;
}

/** What imports of the SDK are switched to. */
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
