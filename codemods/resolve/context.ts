import type ts from 'typescript';
import type { Flow } from './flow/flow';
import type { Origins } from './origin';
import type { Resolution } from './program';
import type { Sdk } from './sdk';
import type { Unit } from './unit';
import type { Vocabulary } from './vocabulary';

/** The unit whose names are resolved, and everything that resolving needs. */
export interface Context {
  unit: Unit;
  source: ts.SourceFile;
  resolution: Resolution;
  sdk: Sdk;
  checker: ts.TypeChecker;
  vocabulary: Vocabulary;
  origins: Origins;
  assumeClients: ReadonlySet<string>;
  /** Data flow through the program, for values without types. */
  flow: Flow;
  /** Data flow within the unit alone, for values that have types. */
  ownFlow: () => Flow;
  /** Whether no further files will be loaded. */
  isFinal: boolean;
  /** Whether every import of the source was loaded, so that an `any` stays `any`. */
  isComplete: boolean;
  /** Whether the file, or one of its exports with these names, replaces the SDK's module. */
  standsForSdk(names: readonly string[]): boolean;
}
