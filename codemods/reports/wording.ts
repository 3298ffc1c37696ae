import type { Report } from '../report/report';

/** What to say of one rule. */
export interface RuleText {
  id: string;
  code: string | undefined;
  /** What is wrong and what to write instead, one sentence. */
  message: string;
  /** What a person does where no rewrite is safe. */
  advice: string;
  /** What to know after a rewrite. */
  note: string | undefined;
  /** The command that explains it, wherever the report is read. */
  explain: string;
  /** How the legacy use and what takes its place are written in tables. */
  from: string;
  to: string;
}

/** An order of deployment that the migration asks for, where it touches certain sites. */
export interface RollOut {
  /** Above the list of steps. */
  title: string;
  lead: string;
  /** Instead of the list, where there is no room for it. */
  summary: { title: string; text: string };
  /** Empty where a report has none of those sites. Code is in backticks. */
  steps(report: Report): readonly string[];
}

/** All that a report says of the API that is migrated: the renderers themselves know none. */
export interface Wording {
  /** What is being done, as a heading. */
  title: string;
  /** The command to type. */
  command: string;
  /** The package that migrated code depends on, and that has the guide. */
  replacement: string;
  /** Of a rule that the definition does not know, what its code and name tell. */
  ruleText(id: string, code?: string): RuleText;
  /** Order of rules; one that the definition does not know comes last. */
  byRule(a: string, b: string): number;
  /** The report's `advice`: no legacy use, but something that the provider's guide asks for. */
  advice: { rule: string; title: string; text: string };
  rollOut: RollOut;
  /** Keys under which code scanning remembers a result. */
  fingerprints: { use: string; unseen: string };
}
