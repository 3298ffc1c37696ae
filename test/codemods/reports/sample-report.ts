// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are source code
import type { Report, Site, Verification } from '../../../codemods/report/report';

/** A site to review unless told otherwise. */
export function aSite(site: Partial<Site> = {}): Site {
  return {
    rule: 'freeze-to-lock',
    code: 'ZENTRA_DEP0001',
    file: 'src/cards.ts',
    line: 12,
    column: 9,
    status: 'review',
    notes: [],
    before: 'await zentra.cards.freeze(id);',
    ...site,
  };
}

export function aRewrittenSite(site: Partial<Site> = {}): Site {
  return aSite({ status: 'rewritten', after: 'await zentra.cards.lock(id);', ...site });
}

/** A report whose summary agrees with its sites and files. */
export function aReport(sites: readonly Site[], rest: Partial<Report> = {}): Report {
  const files = rest.files ?? [];
  const of = (status: Site['status']) => sites.filter((site) => site.status === status);
  return {
    schemaVersion: 1,
    tool: { name: 'zentra-codemods', version: '1.0.0' },
    mode: 'dry-run',
    root: '.',
    startedAt: '2026-11-03T09:14:00.000Z',
    durationMs: 2140,
    summary: {
      filesScanned: 431,
      filesChanged: new Set(of('rewritten').map((site) => site.file)).size,
      filesFailed: files.filter((file) => file.status === 'failed').length,
      sites: sites.length,
      rewritten: of('rewritten').length,
      review: of('review').length,
    },
    sites: [...sites],
    files,
    ...rest,
  };
}

/** Every rule, both statuses, notes, several folders, usage, unseen sites, a failed file. */
export function aFullReport(rest: Partial<Report> = {}): Report {
  return aReport(
    [
      aRewrittenSite({ file: 'services/fraud/src/freeze.ts', line: 14, column: 22, function: 'onFraud' }),
      aRewrittenSite({
        file: 'services/fraud/src/freeze.ts',
        line: 31,
        column: 11,
        function: 'onChargeback',
        before: "  await zentra.cards.freeze(card.id, 'chargeback');",
        after: "  await zentra.cards.lock(card.id, 'chargeback');",
        usage: {
          count: 1204,
          firstSeen: '2026-10-01T08:00:00.000Z',
          lastSeen: '2026-11-02T21:40:00.000Z',
          releases: ['4.1.0', '4.2.0'],
          matched: 'exact',
        },
      }),
      aSite({
        file: 'services/legacy/jobs.js',
        line: 88,
        column: 5,
        function: 'nightly',
        before: 'client.cards.freeze(row.card_id)',
        reason:
          'The receiver `client` is untyped: check that it is a Zentra client, then rename freeze to lock.',
        notes: ['The package imports `@zentra/sdk`.'],
        usage: {
          count: 31,
          firstSeen: '2026-10-01T08:00:00.000Z',
          lastSeen: '2026-11-01T02:00:00.000Z',
          releases: ['4.2.0'],
          matched: 'moved',
        },
      }),
      aRewrittenSite({
        rule: 'unfreeze-to-unlock',
        code: 'ZENTRA_DEP0002',
        file: 'services/fraud/src/freeze.ts',
        line: 47,
        column: 11,
        before: 'return zentra.cards.unfreeze(card);',
        after: 'return zentra.cards.unlock(card);',
      }),
      aRewrittenSite({
        rule: 'terminate-to-lock-and-restrict',
        code: 'ZENTRA_DEP0003',
        file: 'services/accounts/src/close-account.ts',
        line: 20,
        column: 13,
        function: 'closeAccount',
        before: "await zentra.cards.terminate({ card_id: card.id, reason: 'account_closed' });",
        after: "await zentra.cards.lockAndRestrict({ card_id: card.id, reason: 'account_closed' });",
        notes: [
          'Nothing is closed for good: request permanent closure through your approved operational path',
        ],
      }),
      aSite({
        rule: 'terminate-to-lock-and-restrict',
        code: 'ZENTRA_DEP0003',
        file: 'services/accounts/src/close-account.ts',
        line: 62,
        column: 20,
        before: 'const { terminate } = pick(zentra.cards, names);',
        reason:
          'The method is taken out of a value that another function made: call `zentra.cards.lockAndRestrict` there.',
      }),
      aRewrittenSite({
        rule: 'update-limits-to-security',
        code: 'ZENTRA_DEP0004',
        file: 'services/limits/src/limits.ts',
        line: 9,
        column: 15,
        before:
          '      .cards.updateLimits(id, {\n        daily: 50_000,\n        monthly: 900_000,\n      });',
        after:
          '      .cards.updateSecurity(id, {\n        spending_limits: { daily_minor: 50_000, monthly_minor: 900_000 },\n      });',
      }),
      aRewrittenSite({
        rule: 'reference-to-transaction-reference',
        code: 'ZENTRA_DEP0005',
        file: 'services/funding/src/fund.ts',
        line: 33,
        column: 7,
        before: 'reference: `topup-${order.id}`,',
        after: 'transaction_reference: `topup-${order.id}`,',
      }),
      {
        rule: 'dynamic-member',
        file: 'scripts/admin.js',
        line: 7,
        column: 3,
        status: 'review',
        notes: [],
        before: 'zentra.cards[action](id);',
        reason: 'The member is computed at run time: `action` may be a legacy name.',
      },
    ],
    {
      files: [
        {
          file: 'services/legacy/latin1.js',
          status: 'failed',
          error: 'Not valid UTF-8: convert the file, then run again',
        },
      ],
      advice: [
        {
          file: 'services/funding/src/topup.ts',
          line: 18,
          column: 5,
          note: 'transaction_reference takes another value on every retry: `Date.now()`',
        },
      ],
      usage: { logs: 2, callSites: 4, tornLines: 1 },
      unseen: [
        {
          code: 'ZENTRA_DEP0003',
          rule: 'terminate-to-lock-and-restrict',
          file: 'dist/jobs/close.js',
          line: 14,
          column: 9,
          function: 'closeDormant',
          count: 5210,
          firstSeen: '2026-09-01T00:00:00.000Z',
          lastSeen: '2026-11-02T23:10:00.000Z',
          releases: ['4.2.0'],
        },
      ],
      ...rest,
    },
  );
}

/** A comparison of types that kept everything as it was. */
export const aFailedVerification: Verification = {
  status: 'failed',
  projects: ['tsconfig.json'],
  files: 2,
  errorsBefore: 0,
  newErrors: [
    {
      file: 'src/close.ts',
      line: 5,
      column: 8,
      code: 2339,
      message: "Property 'closed_at' does not exist",
      site: { rule: 'terminate-to-lock-and-restrict', file: 'src/cards.ts', line: 12 },
    },
  ],
  notSeen: [],
};
