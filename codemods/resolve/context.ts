import type ts from 'typescript';
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
  /** Whether every import of the source was loaded, so that what is `any` stays `any`. */
  isComplete: boolean;
  /** Whether the whole file stands for the SDK's module: `__mocks__/@zentra/sdk.js`, the target of an alias. */
  isStandIn: boolean;
}
