import type { SiteRewrite } from '../rewrite/rewritten-file';
import type { Package } from './scan/packages';
import type { SiteDraft } from './site';

/** The reason why a fake keeps its legacy name, if it does. */
export type LoneFakes = (rewrite: object) => string | undefined;

/**
 * A fake on a client is renamed only together with every call that it may have to catch: under the reviewed name it lets a call of the
 * legacy name pass, and a test that sent nothing sends requests.
 *
 * @param left sites that are not rewritten although they could be
 */
export function createLoneFakes(
  sites: readonly SiteDraft[],
  left: { has(rewrite: SiteRewrite): boolean },
  packageOf: (file: string) => Package,
): LoneFakes {
  const fakes = new Map<object, SiteDraft>(
    sites.filter(({ rewrite }) => rewrite.role === 'fake').map((draft) => [draft.rewrite, draft]),
  );
  if (fakes.size === 0) return () => undefined;
  const open = sites.filter(
    ({ rewrite }) => rewrite.role !== 'fake' && (rewrite.outcome.status === 'review' || left.has(rewrite)),
  );
  const byClient = new Map<string, SiteDraft>();
  for (const draft of open.toReversed())
    for (const client of clientsOf(draft, packageOf, 'call'))
      byClient.set(`${methodOf(draft)} ${client}`, draft);
  return (rewrite) => {
    const fake = fakes.get(rewrite);
    const call = fake && callBeside(fake);
    return (
      call &&
      `${call.site.file}:${call.site.line} may call this method by its legacy name, and a fake of the reviewed name alone does not catch that: settle that place, then migrate again`
    );
  };

  function callBeside(fake: SiteDraft): SiteDraft | undefined {
    return clientsOf(fake, packageOf, 'fake')
      .flatMap((client) => [`${fake.site.rule} ${client}`, `${ANY} ${client}`])
      .map((key) => byClient.get(key))
      .find((call) => call !== undefined);
  }
}

const ANY = '*';
const methodOf = ({ rewrite, site }: SiteDraft) => (rewrite.role === 'any-call' ? ANY : site.rule);

/**
 * The imports that a site's client came through. One of unknown origin may come through any import of its package, so it shares a name
 * with every fake or call there.
 */
function clientsOf(
  { rewrite: { doors }, site: { file } }: SiteDraft,
  packageOf: (file: string) => Package,
  as: 'call' | 'fake',
): string[] {
  const { folder } = packageOf(file);
  const ofUnknown = (kind: 'call' | 'fake') => `${kind} of unknown origin in ${folder}`;
  return [
    ...doors.map((door) => `${door.file}:${door.start}`),
    ofUnknown(as === 'call' ? 'fake' : 'call'),
    ...(doors.length === 0 ? [ofUnknown(as)] : []),
  ];
}
