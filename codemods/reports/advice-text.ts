export const ADVICE_TITLE = 'Fundings that a retry could send twice';

export const ADVICE_TEXT =
  'No legacy use, and no reason for a check to fail: the key that tells one funding from its retry is not stable here.';
