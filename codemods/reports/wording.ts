import type { Report } from '../report/report';

/** The texts about one rule. */
export interface RuleText {
  id: string;
  code: string | undefined;
  /** One sentence: the fault and its replacement. */
  message: string;
  /** What to do if no rewrite is safe. */
  advice: string;
  /** Note on every rewritten site. */
  note: string | undefined;
  /** Command that explains the rule. */
  explain: string;
  /** The legacy use (`from`) and its replacement (`to`) in tables. */
  from: string;
  to: string;
}

/** The order of deployment that a migration of certain sites requires. */
export interface RollOut {
  /** Heading above the list of steps. */
  title: string;
  lead: string;
  /** Replaces the list in short formats. */
  summary: { title: string; text: string };
  /** The steps for a report; empty if it has none of those sites. Code is in backticks. */
  steps(report: Report): readonly string[];
}

/** All texts about the migrated API, which the renderers themselves do not know. */
export interface Wording {
  /** Heading that names the migration. */
  title: string;
  /** Name of the command-line tool. */
  command: string;
  /** The package that migrated code depends on, and that has the guide. */
  replacement: string;
  /** Texts of a rule. For an unknown rule, they are made from its id and code. */
  ruleText(id: string, code?: string): RuleText;
  /** Compares rules for sorting; an unknown rule comes last. */
  byRule(a: string, b: string): number;
  /** Texts for the report's `advice`: changes that the provider's guide asks for, beyond legacy uses. */
  advice: { rule: string; title: string; text: string };
  rollOut: RollOut;
  /** Keys of the SARIF fingerprints by which code scanning recognises a result. */
  fingerprints: { use: string; unseen: string };
}
