import { name as command } from '../package.json';
import type { Wording } from '../reports/wording';
import { COMPAT_MODULE } from './names';
import { rollOut } from './roll-out';
import { byRule, ruleText } from './rule-text';

/** The texts that reports use for this migration. */
export const wording: Wording = {
  title: 'Zentra card API migration',
  command,
  replacement: COMPAT_MODULE,
  ruleText,
  byRule,
  advice: {
    rule: 'unstable-funding-key',
    title: 'Fundings that a retry could send twice',
    text: 'No legacy use, and no reason for a check to fail: the key that tells one funding from its retry is not stable here.',
  },
  rollOut,
  fingerprints: { use: 'zentraLegacyUse/v1', unseen: 'zentraUnseenUse/v1' },
};
