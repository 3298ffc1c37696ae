import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../engine/usage-error';
import type { FleetJob } from '../../fleet/job/fleet-job';
import { planJobs } from '../../fleet/manifest/plan';
import { ManifestError, readManifest } from '../../fleet/manifest/read';

const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/**
 * The jobs of a manifest.
 *
 * @param file path as given; messages begin with it
 * @throws {UsageError} if the manifest cannot be read or is invalid; names the line of every error
 */
export function jobsOfManifest(file: string, cwd: string, push: boolean): FleetJob[] {
  try {
    return planJobs(readManifest(textOf(path.resolve(cwd, file), file), file, cwd), { push });
  } catch (error) {
    if (error instanceof ManifestError) throw new UsageError(error.message);
    throw error;
  }
}

function textOf(place: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT'
        ? `there is no manifest ${file}`
        : `the manifest ${file} cannot be read: ${code ?? error}`,
    );
  }
  if (bytes.length > MAX_MANIFEST_BYTES) throw new UsageError(`the manifest ${file} is larger than 16 MB`);
  return bytes.toString('utf8');
}
