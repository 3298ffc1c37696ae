import type ts from 'typescript';
import type { Flow } from './flow/flow';
import type { Origins } from './origin';
import type { Resolution } from './program';
import type { Sdk } from './sdk';
import type { Unit } from './unit';
import type { Vocabulary } from './vocabulary';

/** What is asked of a unit's names, and of what. */
export interface Context {
  unit: Unit;
  source: ts.SourceFile;
  resolution: Resolution;
  sdk: Sdk;
  checker: ts.TypeChecker;
  vocabulary: Vocabulary;
  origins: Origins;
  assumeClients: ReadonlySet<string>;
  /** What the values say, where types do not. */
  flow: Flow;
  /** The same within the unit alone, for what types say already. */
  ownFlow: () => Flow;
  /** Whether nothing more will be loaded. */
  isFinal: boolean;
  /** Whether every import of the source was loaded, so that what is `any` stays `any`. */
  isComplete: boolean;
  /** Whether the file replaces the SDK's module by its name, or what it exports under one of these names does. */
  standsForSdk(names: readonly string[]): boolean;
}
