import { sdkName } from '../adapter/real-sdk.js';
import { warnOnce } from '../gateway/process-warning.js';

/** Warns that the SDK is not wrapped. The hooks also call it if they cannot be installed. */
export function cannotWrap(why: string): void {
  warnOnce(
    'ZENTRA_REGISTER_FAILED',
    `zentra-compat/register cannot wrap ${sdkName} (${why}): its calls go out as they are`,
  );
}
