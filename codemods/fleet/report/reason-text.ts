import { countOf } from '../../reports/words';
import type { FleetReason } from './fleet-report';

/** More reasons than this are in the JSON report alone. */
export const REASONS_SHOWN = 10;

/** `6 sites in 3 repositories`. */
export function reasonCount({ sites, repositories }: FleetReason): string {
  return `${countOf(sites, 'site')} in ${countOf(repositories, 'repository', 'repositories')}`;
}
