import { satisfies, subset, validRange } from 'semver';
import type { InstalledSdk } from './installed-sdk';

/**
 * Whether the SDK surely has the reviewed methods: its version, or its whole range, is in the reviewed range. An unknown version counts as
 * not reviewed.
 */
export function satisfiesReviewed(sdk: InstalledSdk, reviewedSdk: string | undefined): boolean {
  if (reviewedSdk === undefined) return false;
  switch (sdk.kind) {
    case 'version':
      return satisfies(sdk.version, reviewedSdk, { includePrerelease: true });
    case 'range':
      return validRange(sdk.range) !== null && subset(sdk.range, reviewedSdk, { includePrerelease: true });
    case 'compat':
    case 'unknown':
      return false;
  }
}
