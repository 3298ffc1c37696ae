import type { Rehearsal } from '../../codemods/rehearse/rehearse';

/** What a rehearsal says of each difference: what was asked, from which line, what differs, and at which site. */
export const found = (differences: Rehearsal['differences']) =>
  differences.map(({ before, changes, site }) => ({
    asked: before && `${before.method} ${before.path}`,
    at: before?.caller?.replace(/:\d+$/, ''),
    parts: changes.map(({ at }) => at).filter((at) => /^(?:path|headers\.x-|body\.)/.test(at)),
    rule: site?.rule,
  }));
