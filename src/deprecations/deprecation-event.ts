import type { CodemodRuleId, DeprecationCode } from '../contract/rules.js';
import type { CallSite } from './call-site.js';

/** One legacy call, as passed to `onDeprecation` and the channel `zentra-compat:deprecation`. Never holds an argument. */
export interface DeprecationEvent extends CallSite {
  code: DeprecationCode;
  /** Rule whose codemod migrates the call; `ZENTRA_DEP0006` has none. */
  rule: CodemodRuleId | undefined;
  /** What is deprecated and what to write instead. */
  message: string;
  /** `src/pay.ts:12:7` */
  location: string;
  /** Number of calls from this place with this code in this process, this one included. */
  count: number;
  /** First version of zentra-compat that warns, and first that throws. */
  since: string;
  removal: string;
  /** Page of the deprecation guide, relative to the package. */
  url: string;
  /** `refused`: the call throws, and nothing is sent. */
  outcome: 'sent' | 'refused';
  release: string | undefined;
}
