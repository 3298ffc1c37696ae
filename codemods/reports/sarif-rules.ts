import { BLIND_SPOTS_TEXT } from './blind-spot-text';
import { UNSEEN_ADVICE } from './usage-text';
import type { RuleText, Wording } from './wording';

/** Id of the SARIF rule for uses that production ran and the scan did not find. */
export const UNSEEN_RULE = 'unseen-by-the-scan';

/** The SARIF rule for a rule of the migration. */
export function ruleOf(text: RuleText): object {
  const help = [text.message, text.advice, ...(text.note === undefined ? [] : [text.note])].map(
    (part) => `${part.replace(/\.$/, '')}.`,
  );
  return {
    id: text.id,
    name: pascalCase(text.id),
    shortDescription: { text: text.message },
    fullDescription: { text: help.join(' ') },
    help: {
      text: `${help.join('\n\n')}\n\nMore: ${text.explain}`,
      markdown: `${help.join('\n\n')}\n\nReplace \`${text.from}\` by \`${text.to}\`. More: \`${text.explain}\``,
    },
    defaultConfiguration: { level: 'warning' },
    properties: { tags: ['migration', 'deprecation', ...(text.code === undefined ? [] : [text.code])] },
  };
}

/** The SARIF rule for uses that production ran and the scan did not find. */
export function unseenRule(): object {
  return {
    id: UNSEEN_RULE,
    name: pascalCase(UNSEEN_RULE),
    shortDescription: { text: 'Production runs a legacy call that the scan did not find' },
    fullDescription: { text: UNSEEN_ADVICE },
    help: { text: UNSEEN_ADVICE, markdown: UNSEEN_ADVICE },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['migration', 'deprecation'] },
  };
}

/** The SARIF rule for blind spots: files and code that the scan could not read or analyse. */
export const blindSpotRule = {
  id: 'blind-spot',
  name: 'BlindSpot',
  shortDescription: { text: 'A place that may hide legacy use' },
  fullDescription: { text: BLIND_SPOTS_TEXT },
  help: { text: BLIND_SPOTS_TEXT, markdown: BLIND_SPOTS_TEXT },
  defaultConfiguration: { level: 'warning' },
  properties: { tags: ['migration'] },
};

/** The SARIF rule for the report's advice, which is no legacy use. */
export function adviceRule({ advice: { rule, title, text } }: Wording): object {
  return {
    id: rule,
    name: pascalCase(rule),
    shortDescription: { text: title },
    fullDescription: { text },
    help: { text, markdown: text },
    defaultConfiguration: { level: 'note' },
    properties: { tags: ['migration'] },
  };
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
